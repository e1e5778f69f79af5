/** Words to try components with. */
export const long = 'Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle'
export const sentence =
  'The customer called twice this morning and wants to know when somebody will come to look at the line.'
export const arabic = 'مكتب خدمة العملاء'
export const noop = () => {}
