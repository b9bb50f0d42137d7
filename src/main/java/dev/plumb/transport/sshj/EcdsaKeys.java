package dev.plumb.transport.sshj;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;

/**
 * The JDK's "EC" keys under the name "ECDSA", by which sshj asks for them. BouncyCastle knows both
 * names; without it no host with an ECDSA key could be reached.
 */
final class EcdsaKeys extends Provider {

  private static final long serialVersionUID = 1L;

  private static final String NAME = "plumb-ecdsa";

  private EcdsaKeys() {
    super(NAME, "1", "The JDK's EC keys under the name ECDSA");
    putService(
        new Service(this, "KeyFactory", "ECDSA", Keys.class.getName(), null, null) {
          @Override
          public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            return new Keys(KeyFactory.getInstance("EC"));
          }
        });
  }

  /**
   * Registers the provider in this process. The platform then initializes each of its providers, so
   * this is only done for users with such keys.
   */
  static void register() {
    if (Security.getProvider(NAME) == null) {
      Security.addProvider(new EcdsaKeys());
    }
  }

  private static final class Keys extends KeyFactorySpi {

    private final KeyFactory factory;

    Keys(KeyFactory factory) {
      this.factory = factory;
    }

    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
      return factory.generatePublic(spec);
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
      return factory.generatePrivate(spec);
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> spec)
        throws InvalidKeySpecException {
      return factory.getKeySpec(key, spec);
    }

    @Override
    protected Key engineTranslateKey(Key key) throws InvalidKeyException {
      return factory.translateKey(key);
    }
  }
}
