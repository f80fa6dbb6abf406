/** What a site's configuration says. */
export const settings = {
  title: 'Settings of this site',
  wrong: '{{name}} is {{value}}; allowed are: {{allowed}}. {{usual}} is used.',
};
