"""What a page is asked about its shape: does it hold long words, do its rows end straight. It answers with complaints."""

# A word of 120 letters and a long address come to every text that somebody may have written; nothing scrolls sideways.
HOLDS_LONG_WORDS = """() => {
    const word = "Lång" + "ordföljd".repeat(14) + "slut";
    const address = "https://" + "mycket-lang-adress.".repeat(6) + "example/" + "en/vag/".repeat(8);
    const ours = "script, style, svg, option, textarea, button, .btn, label, legend, time, .role, .visually-hidden";
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) {
        const text = walker.currentNode;
        if (text.data.trim().length > 2 && !text.parentElement.closest(ours)) texts.push(text);
    }
    const before = texts.map((text) => text.data);
    texts.forEach((text, number) => { text.data += " " + (number % 2 ? word : address); });
    const width = document.documentElement.scrollWidth;
    const beyond = (one) => one.getBoundingClientRect().right > innerWidth + 1;
    const found = width <= innerWidth ? [] :
        [...document.querySelectorAll("main *")].filter((one) => beyond(one) && ![...one.children].some(beyond))
            .slice(0, 3).map((one) => `${width} wide with a long word: ${one.outerHTML.slice(0, 160)}`);
    texts.forEach((text, number) => { text.data = before[number]; });
    return found; }"""

# Rows that open have a state and a sign at their end; in one list each of them stands at one place, left or right.
ENDS_STRAIGHT = """() => {
    const shown = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 0;
    const ends = [".chev", ".mark, .fate, .state, .chip"], lists = new Map(), found = [];
    for (const row of document.querySelectorAll("main summary, main .row-head")) {
        if (!row.querySelector(`:scope > :is(${ends.join(",")})`) || !shown(row)) continue;
        const list = row.closest("li, .row-item")?.parentElement ?? row.parentElement.parentElement;
        lists.set(list, [...(lists.get(list) ?? []), row]);
    }
    for (const [list, rows] of lists) for (const end of ends) {
        const last = rows.map((row) => [...row.querySelectorAll(`:scope > :is(${end})`)].filter(shown).pop());
        const places = last.filter(Boolean).map((one) => one.getBoundingClientRect());
        const apart = (side) => new Set(places.map((place) => Math.round(place[side]))).size > 1;
        if (apart("left") && apart("right"))
            found.push(`${end} of ${list.className} at ${places.map((place) => Math.round(place.right)).join(", ")}`);
    }
    return found; }"""
HAS_ROWS = """() => document.querySelectorAll("main :is(summary, .row-head) > .chev").length > 1"""
