/**
 * Runs one task on its hosts: probe, plan, apply, result. Read {@link
 * dev.plumb.engine.task.TaskRun} first.
 */
@NullMarked
package dev.plumb.engine.task;

import org.jspecify.annotations.NullMarked;
