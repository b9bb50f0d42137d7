package dev.plumb.cli;

/** Where the program starts. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(args.length == 0 ? 5 : 1);
  }
}
