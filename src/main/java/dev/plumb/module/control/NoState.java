package dev.plumb.module.control;

/** What is found where there is nothing to look at. */
enum NoState {
  NOTHING
}
