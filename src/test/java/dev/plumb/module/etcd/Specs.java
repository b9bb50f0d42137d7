package dev.plumb.module.etcd;

import dev.plumb.module.ArgContext;
import dev.plumb.module.ArgReader;
import dev.plumb.module.TestValues;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Content;
import dev.plumb.value.Value;

/** Specs for tests, written as in a playbook. */
final class Specs {

  private static final ArgReader<EtcdSpec> READER = new ArgReader<>("etcd_member", EtcdSpec.class);

  private Specs() {}

  static String yaml(int number) {
    return """
    name: node%d
    peer_urls: http://10.0.0.%d:2380
    client_urls: http://10.0.0.%d:2379
    data_dir: /var/lib/etcd/cluster
    token: ours
    """
        .formatted(number, number, number);
  }

  /** A member by its number, with more arguments. */
  static EtcdSpec spec(int number, String more) {
    return read(yaml(number) + more);
  }

  static EtcdSpec read(String yaml) {
    return READER.read(TestValues.yaml(yaml), Place.NONE, new Literal());
  }

  private static final class Literal implements ArgContext {
    @Override
    public Value render(Value value) {
      return value;
    }

    @Override
    public Content file(String name, Place place) {
      return Content.utf8("");
    }

    @Override
    public Content template(String name, Place place) {
      return Content.utf8("");
    }

    @Override
    public boolean holds(Value expression) {
      return true;
    }
  }
}
