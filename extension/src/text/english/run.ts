/** Running the methods: the queue and what is kept of it. */
export const run = {
  found_one: '{{count}} of them was known from an earlier run',
  found_other: '{{count}} of them were known from earlier runs',
};
