package dev.plumb.cli;

/** The work that a training run does. */
final class Training {

  private Training() {}

  static void run(Surroundings around) {
    new Cli(around).run("doc");
  }
}
