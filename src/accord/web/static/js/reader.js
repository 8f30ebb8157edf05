// The reader: a document with its statements.
import { $, replace } from "./dom.js";
import { nextStep } from "./next.js";
import { onProject } from "./project.js";

onProject((project) => {
  replace($("#view"), nextStep(project, "Here stands a document with every statement marked."));
});
