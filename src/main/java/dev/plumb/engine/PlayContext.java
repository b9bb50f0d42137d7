package dev.plumb.engine;

import dev.plumb.engine.task.InventoryUpdater;
import dev.plumb.engine.task.RunHosts;
import dev.plumb.engine.task.TaskContext;

/**
 * What the plays of a run share.
 *
 * @param filter which tasks to run, as a person decides meanwhile
 */
record PlayContext(
    TaskContext tasks, RunHosts hosts, InventoryUpdater inventory, TaskFilter filter) {}
