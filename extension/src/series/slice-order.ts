/** Slices by distance from the visible one: it first, then its neighbours outward, below before above. */
export function outwardFrom(visible: number, count: number): number[] {
  const start = Math.min(Math.max(visible, 0), count - 1);
  const order: number[] = [];
  for (let distance = 0; distance < count; distance++) {
    for (const index of distance === 0 ? [start] : [start - distance, start + distance]) {
      if (index >= 0 && index < count) order.push(index);
    }
  }
  return order;
}
