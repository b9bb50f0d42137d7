/**
 * Modules that a YAML file declares instead of Java code: arguments, read-only probes, properties
 * and the steps that move them. Start with {@link dev.plumb.declared.ModuleFile}, which reads a
 * file; {@link dev.plumb.declared.DeclaredModule} runs it like any other module.
 */
@NullMarked
package dev.plumb.declared;

import org.jspecify.annotations.NullMarked;
