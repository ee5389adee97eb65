// All that every page runs. Each part has a file of its own; collectstatic puts them into this one.
import "./focus.js";
import "./size.js";
import "./unsaved.js";
import "./folds.js";
import "./autosave.js";
import "./parts.js";
