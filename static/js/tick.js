// Many boxes at once: <form data-tick> with links that tick all or none, Shift for a run of them, and a count.

function boxes(form) {
  return [...form.querySelectorAll('input[type="checkbox"][name="story"]')];
}

function count(form) {
  const ticked = boxes(form).filter((box) => box.checked).length;
  const shown = form.querySelector("[data-tick-count]");
  shown.hidden = ticked === 0;
  shown.querySelector("b").textContent = ticked;
  form.querySelector("[data-tick-still]").hidden = ticked > 0;
}

let last = null;

document.addEventListener("click", (event) => {
  const form = event.target.closest("form[data-tick]");
  if (!form) return;
  const link = event.target.closest("[data-tick-all], [data-tick-none]");
  if (link) {
    event.preventDefault();
    const all = boxes(form);
    const wanted = !all.every((box) => box.checked);
    for (const box of all) box.checked = wanted;
  } else if (event.target.matches('input[name="story"]')) {
    const all = boxes(form);
    if (event.shiftKey && last && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(event.target)].sort((a, b) => a - b);
      for (const box of all.slice(from, to + 1)) box.checked = event.target.checked;
    }
    last = event.target;
  } else {
    return;
  }
  count(form);
});

document.querySelectorAll("form[data-tick]").forEach(count);
