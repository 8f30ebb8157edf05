// The matrix: parties by issues.
import { $, replace } from "./dom.js";
import { nextStep } from "./next.js";
import { onProject } from "./project.js";

onProject((project) => {
  replace($("#view"), nextStep(project, "Here stands where each party is on each issue."));
});
