package dev.plumb.transport.sshj;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.key.KeyAlgorithms;
import com.hierynomus.sshj.transport.cipher.BlockCiphers;
import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import com.hierynomus.sshj.transport.kex.DHGroups;
import com.hierynomus.sshj.transport.kex.ExtInfoClientFactory;
import com.hierynomus.sshj.transport.mac.Macs;
import java.util.List;
import java.util.function.Supplier;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.ConfigImpl;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.signature.Signature;
import net.schmizz.sshj.signature.SignatureECDSA;
import net.schmizz.sshj.transport.compression.NoneCompression;
import net.schmizz.sshj.transport.kex.Curve25519SHA256;
import net.schmizz.sshj.transport.kex.DHGexSHA256;
import net.schmizz.sshj.transport.kex.ECDHNistP;
import net.schmizz.sshj.transport.kex.KeyExchange;
import net.schmizz.sshj.transport.random.JCERandom;
import net.schmizz.sshj.transport.random.SingletonRandomFactory;

/**
 * The algorithms offered: those of the JDK that OpenSSH accepts by default.
 *
 * <p>BouncyCastle is not registered. Its signed jars cost a third of a second at start, and what it
 * would add is ChaCha20-Poly1305, which no server insists on, and ciphers that are out of use.
 */
final class Algorithms {

  private Algorithms() {}

  static Config config() {
    SecurityUtils.setRegisterBouncyCastle(false);
    ConfigImpl config = new ConfigImpl();
    config.setLoggerFactory(LoggerFactory.DEFAULT);
    config.setVersion("plumb");
    config.setKeyExchangeFactories(
        List.of(
            new Curve25519SHA256.Factory(),
            new Curve25519SHA256.FactoryLibSsh(),
            new ECDHNistP.Factory256(),
            new ECDHNistP.Factory384(),
            new ECDHNistP.Factory521(),
            new DHGexSHA256.Factory(),
            new Dh("diffie-hellman-group16-sha512", DHGroups::Group16SHA512),
            new Dh("diffie-hellman-group18-sha512", DHGroups::Group18SHA512),
            new Dh("diffie-hellman-group14-sha256", DHGroups::Group14SHA256),
            new ExtInfoClientFactory()));
    config.setKeyAlgorithms(
        List.of(
            KeyAlgorithms.EdDSA25519(),
            new Ecdsa("nistp256", new SignatureECDSA.Factory256(), KeyType.ECDSA256),
            new Ecdsa("nistp384", new SignatureECDSA.Factory384(), KeyType.ECDSA384),
            new Ecdsa("nistp521", new SignatureECDSA.Factory521(), KeyType.ECDSA521),
            KeyAlgorithms.RSASHA512(),
            KeyAlgorithms.RSASHA256()));
    config.setCipherFactories(
        List.of(
            GcmCiphers.AES128GCM(),
            GcmCiphers.AES256GCM(),
            BlockCiphers.AES128CTR(),
            BlockCiphers.AES192CTR(),
            BlockCiphers.AES256CTR()));
    config.setMACFactories(
        List.of(
            Macs.HMACSHA2256Etm(), Macs.HMACSHA2512Etm(), Macs.HMACSHA2256(), Macs.HMACSHA2512()));
    config.setCompressionFactories(List.of(new NoneCompression.Factory()));
    config.setRandomFactory(new SingletonRandomFactory(new JCERandom.Factory()));
    config.setFileKeyProviderFactories(List.of());
    config.setKeepAliveProvider(KeepAliveProvider.HEARTBEAT);
    return config;
  }

  /** Its large prime is only parsed when a host chooses it. */
  private record Dh(String name, Supplier<Factory.Named<KeyExchange>> group)
      implements Factory.Named<KeyExchange> {

    @Override
    public String getName() {
      return name;
    }

    @Override
    public KeyExchange create() {
      return group.get().create();
    }
  }

  /** Registers ECDSA when a host chooses it, before the first key is read. */
  private static final class Ecdsa extends KeyAlgorithms.Factory {

    Ecdsa(String curve, Factory.Named<Signature> signature, KeyType type) {
      super("ecdsa-sha2-" + curve, signature, type);
    }

    @Override
    public KeyAlgorithm create() {
      EcdsaKeys.register();
      return super.create();
    }
  }
}
