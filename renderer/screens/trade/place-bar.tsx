import type { ReactElement } from 'react';
import { Segmented } from '../../parts/segmented.tsx';
import { useConsole } from '../../state/console-store.ts';
import { choosePlace, placesOf, placeTitle, placeWords, useTradePlace } from '../../state/trade-place.ts';

/** Where the orders of this screen go, once there is a choice: not there while nothing is armed. */
export function PlaceBar(): ReactElement | null {
  const armed = useConsole((state) => state.status?.armed ?? null);
  const place = useTradePlace((state) => state.place);
  const places = placesOf(armed, place);
  if (places.length === 1) return null;
  return (
    <div className="place-bar" data-live={place !== 'practice'}>
      <span className="place-label">Orders go to</span>
      <Segmented
        label="Where orders go"
        className="places"
        value={place}
        options={places.map((value) => ({ value, text: placeTitle(value) }))}
        onChange={choosePlace}
      />
      <span className="place-words" role="status">
        {placeWords(place, armed)}
      </span>
    </div>
  );
}
