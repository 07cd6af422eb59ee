/**
 * The page that shows the result of a form once: it is printed, and a reload does not send the form again.
 */

const shown = document.querySelector('.shown');
const then = shown instanceof HTMLElement ? shown.dataset.then : undefined;
// The address is that of the form's call. A reload leads to the page that follows.
if (then) history.replaceState(null, '', then);
document.getElementById('print')?.addEventListener('click', () => print());
