/** A run of playbooks: which class implements each part of it, its reports and its prompts. */
@NullMarked
package dev.plumb.cli.run;

import org.jspecify.annotations.NullMarked;
