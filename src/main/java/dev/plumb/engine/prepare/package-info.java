/**
 * Turns tasks into {@link dev.plumb.engine.prepare.ModuleCall}s without asking a host: loops,
 * conditions, arguments. Read {@link dev.plumb.engine.prepare.Preparer} first.
 */
@NullMarked
package dev.plumb.engine.prepare;

import org.jspecify.annotations.NullMarked;
