package dev.plumb.transport.sshj;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.schmizz.sshj.SSHClient;

/**
 * Does once, with throw-away keys, what every connection does, so that a training run records the
 * classes it takes. Talks to nobody. On a thread beside every start it was tried too, and cost as
 * much as it saved.
 */
final class Warmup {

  private Warmup() {}

  static void run() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
      KeyAgreement agreement = KeyAgreement.getInstance("X25519");
      agreement.init(pair.getPrivate());
      agreement.doPhase(pair.getPublic(), true);
      agreement.generateSecret();

      KeyPair signer = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(signer.getPrivate());
      signature.update(new byte[32]);
      byte[] signed = signature.sign();
      signature.initVerify(signer.getPublic());
      signature.update(new byte[32]);
      signature.verify(signed);

      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, new byte[12]));
      cipher.doFinal(new byte[64]);
      Mac.getInstance("HmacSHA256").init(new SecretKeySpec(new byte[32], "HmacSHA256"));

      new SSHClient(Algorithms.config()).disconnect();
    } catch (GeneralSecurityException | IOException _) {
      // A connection that needs what is missing will say so; here it costs speed alone.
    }
  }
}
