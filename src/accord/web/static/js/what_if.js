// What if.
import { $, replace } from "./dom.js";
import { nextStep } from "./next.js";
import { onProject } from "./project.js";

onProject((project) => {
  replace($("#view"), nextStep(project, "Here you change an assumption and see what it does to every finding."));
});
