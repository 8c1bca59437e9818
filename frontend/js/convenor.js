// Everything works without this file. It saves keys, typing and waiting.
import { Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, SkipLink, createAll } from "govuk-frontend";

import { startAttendance } from "./attendance.js";
import { startAutosave } from "./autosave.js";
import { startCopying } from "./copy.js";
import { startKeyboard } from "./keyboard.js";
import { startMenu } from "./menu.js";
import { startPanels } from "./panel.js";
import { showWorkingOnPaper } from "./paper.js";
import { startProjector } from "./projector.js";
import { startReveals } from "./reveal.js";
import { startRoom } from "./room.js";
import { startSession } from "./session.js";
import { guardSubmits } from "./submit_once.js";

for (const Component of [Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, SkipLink]) {
  createAll(Component);
}

startAutosave();
guardSubmits();
startReveals();
startSession();
startKeyboard();
startMenu();
startAttendance();
startProjector();
startRoom();
showWorkingOnPaper();
startCopying();
startPanels();
