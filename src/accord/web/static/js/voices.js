// The voices: who claims what of whom.
import { $, replace } from "./dom.js";
import { nextStep } from "./next.js";
import { onProject } from "./project.js";

onProject((project) => {
  replace($("#view"), nextStep(project, "Here stands who claims what of whom."));
});
