// The negotiation.
import { $, replace } from "./dom.js";
import { nextStep } from "./next.js";
import { onProject } from "./project.js";

onProject((project) => {
  replace($("#view"), nextStep(project, "Here stand the parties and issues."));
});
