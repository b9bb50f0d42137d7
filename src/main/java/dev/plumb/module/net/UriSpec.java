package dev.plumb.module.net;

import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Secret;
import dev.plumb.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

record UriSpec(
    @Arg(doc = "Where to send the request.", example = "http://127.0.0.1:2379/health") String url,
    @Arg(
            doc = "The request's method. GET and HEAD are looks, made in a check too.",
            example = "PUT",
            defaultValue = "GET")
        Method method,
    @Arg(
            doc = "The answer's status must be one of these.",
            example = "[200, 404]",
            defaultValue = "200")
        List<Integer> statusCode,
    @Arg(
            doc = "What to send: a text, or with body_format json or form-urlencoded any value.",
            example = "{target: \"http://192.0.2.7:8888\"}")
        Optional<Value> body,
    @Arg(doc = "How the body is written.", example = "json", defaultValue = "raw")
        Format bodyFormat,
    @Arg(doc = "Headers of the request.", example = "{Accept: application/json}")
        Map<String, String> headers,
    @Arg(
            doc = "Whether the result holds the answer's text as content.",
            example = "true",
            defaultValue = "false")
        boolean returnContent,
    @Arg(doc = "How long it may take, in seconds.", example = "5", defaultValue = "30")
        Duration timeout,
    @Arg(
            doc = "Whether the server's certificate must be good.",
            example = "false",
            defaultValue = "true")
        boolean validateCerts,
    @Arg(doc = "A file on the host with the certificates to trust.", example = "/etc/etcd/ca.pem")
        Optional<RemotePath> caPath,
    @Arg(doc = "A file on the host with the client certificate.", example = "/etc/etcd/me.pem")
        Optional<RemotePath> clientCert,
    @Arg(
            doc = "A file on the host with the client certificate's key.",
            example = "/etc/etcd/me.key")
        Optional<RemotePath> clientKey,
    @Arg(doc = "A socket on the host to send through.", example = "/run/docker.sock")
        Optional<RemotePath> unixSocket,
    @Arg(doc = "The user for basic authentication.", example = "admin", aliases = "user")
        Optional<String> urlUsername,
    @Arg(doc = "That user's password.", example = "${api_password}", aliases = "password")
        Optional<Secret> urlPassword,
    @Arg(
            doc = "Taken for Ansible's sake: the user is always sent with the first request.",
            example = "true",
            defaultValue = "true")
        boolean forceBasicAuth,
    @Arg(
            doc = "Which redirects are followed: all, none, or with safe those of GET and HEAD.",
            example = "none",
            defaultValue = "safe")
        Redirects followRedirects) {

  /** A request's method. */
  enum Method {
    GET,
    HEAD,
    OPTIONS,
    POST,
    PUT,
    PATCH,
    DELETE;

    /** Whether it only looks, so that it may be asked early and in a check. */
    boolean isSafe() {
      return this == GET || this == HEAD;
    }
  }

  /** How a body is written. */
  enum Format {
    RAW,
    JSON,
    FORM_URLENCODED
  }

  /** Which redirects are followed. */
  enum Redirects {
    SAFE,
    ALL,
    NONE
  }

  UriSpec {
    if (!url.matches("(?i)https?://[^\\s]+")) {
      throw new IllegalArgumentException(
          "must have a \"url\" that begins with http:// or https:// and has no spaces");
    }
    if (body.isPresent() && bodyFormat == Format.FORM_URLENCODED && !isFormable(body.get())) {
      throw new IllegalArgumentException(
          "must have a mapping or a text as \"body\" when \"body_format\" is form-urlencoded");
    }
  }

  private static boolean isFormable(Value body) {
    return body instanceof Value.Entries || body instanceof Value.Text;
  }

  boolean accepts(int status) {
    return statusCode.contains(status);
  }
}
