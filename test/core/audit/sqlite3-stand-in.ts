import SqliteDatabase from 'better-sqlite3';

// Run as a program of its own: prints the rows of one query as the sqlite3 program does, in its list or json mode.
const [mode, file, sql] = process.argv.slice(2);
const database = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
const rows = database.prepare<[], Record<string, unknown>>(sql ?? '').all();
if (mode === '-json') process.stdout.write(JSON.stringify(rows));
else
  for (const row of rows)
    process.stdout.write(
      `${Object.values(row)
        .map((value) => value ?? '')
        .join('|')}\n`,
    );
database.close();
