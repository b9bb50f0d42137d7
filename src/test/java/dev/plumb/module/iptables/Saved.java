package dev.plumb.module.iptables;

import dev.plumb.remote.Exec;
import dev.plumb.state.Connection;
import dev.plumb.state.Reading;
import java.util.List;
import java.util.Map;

/** Tables as tests write them: what iptables-save prints. */
final class Saved {

  private Saved() {}

  static Found found(String text, Connection connection) {
    return new Found(table(text), connection);
  }

  static IptablesState.Table table(String text) {
    return IptablesState.parse(Exec.Exited.of(0, text, ""), List.of("INPUT", "FORWARD", "OUTPUT"))
                instanceof Reading.Observed<IptablesState>(IptablesState state)
            && state instanceof IptablesState.Table table
        ? table
        : new IptablesState.Table(Map.of(), Backend.NFT, 0);
  }
}
