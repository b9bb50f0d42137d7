/**
 * The contract between the engine and the kinds of thing a playbook can ask for.
 *
 * <p>Read {@link dev.plumb.module.TaskModule} first, then {@code module.service}. A module turns
 * what the playbook asks for into questions ({@code probe}) and what the host answers into a
 * decision ({@code plan}). It never holds a connection: the engine asks the questions and carries
 * out the decision. That is what lets one round trip carry the questions of many tasks, and what
 * makes check the same code as apply with the last part left out. See
 * docs/adr/0001-probe-plan-steps-as-data.md.
 *
 * <p>May import {@code change}, {@code state}, {@code remote}, {@code value}, {@code diagnostic}.
 * Sub-packages never import each other, the engine or a transport; ArchitectureTest checks it.
 */
@NullMarked
package dev.plumb.module;

import org.jspecify.annotations.NullMarked;
