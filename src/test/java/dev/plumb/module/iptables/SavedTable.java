package dev.plumb.module.iptables;

import dev.plumb.host.lockout.ManagementConnection;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import java.util.List;
import java.util.Map;

/** Tables as tests write them: what iptables-save prints. */
final class SavedTable {

  private SavedTable() {}

  static ObservedTable found(String text, ManagementConnection connection) {
    return new ObservedTable(table(text), connection);
  }

  static TableState.Table table(String text) {
    return TableState.parse(Exec.Exited.of(0, text, ""), List.of("INPUT", "FORWARD", "OUTPUT"))
                instanceof Reading.Observed<TableState>(TableState state)
            && state instanceof TableState.Table table
        ? table
        : new TableState.Table(Map.of(), FirewallBackend.NFT, 0);
  }
}
