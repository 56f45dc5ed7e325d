/**
 * The variable that lets a program of ours take memory in large pages where Linux gives them to whoever asks; nothing elsewhere. Trying one
 * passphrase or password walks at random over 128 MiB and more, which takes three times as long in pages of 4 KiB.
 * https://sourceware.org/glibc/manual/latest/html_node/Memory-Allocation-Tunables.html (glibc.malloc.hugetlb)
 */
export function largePages(platform: NodeJS.Platform): Readonly<Record<string, string>> {
  return platform === 'linux' ? { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' } : {};
}
