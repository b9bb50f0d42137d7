package dev.plumb.module.file.download;

import dev.plumb.host.files.Destination;
import dev.plumb.host.files.Permissions;
import dev.plumb.module.Arg;
import dev.plumb.value.ModeChange;
import dev.plumb.value.Secret;
import dev.plumb.value.UserName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What module {@code get_url} is asked for. */
record GetUrlSpec(
    @Arg(
            doc = "Where the file is downloaded from; the host does that.",
            example = "https://example.org/etcd.tar.gz")
        DownloadUrl url,
    @Arg(
            doc =
                "Where the file goes. When it ends with a slash or is a directory, the file goes"
                    + " into it under the name that ends the URL.",
            example = "/opt/etcd.tar.gz")
        Destination dest,
    @Arg(
            doc =
                "The digest that the file must have: md5, sha1, sha224, sha256, sha384 or sha512, a"
                    + " colon, and the digits. With it, a file that differs is downloaded again;"
                    + " without it, a file that is there is taken to be the right one.",
            example = "sha1:6fcf9dfbd479ed82697fee719b9f8c610a11ff2a")
        Optional<Checksum> checksum,
    @Arg(
            doc = "Without a checksum: download in each run, whatever is there.",
            example = "true",
            defaultValue = "false")
        boolean force,
    @Arg(doc = "Permissions, in octal digits or in words of chmod.", example = "'0755'")
        Optional<ModeChange> mode,
    @Arg(doc = "The user that owns it.", example = "root") Optional<UserName> owner,
    @Arg(doc = "The group it belongs to.", example = "root") Optional<UserName> group,
    @Arg(
            doc = "How long connecting may take, and how long nothing may arrive.",
            example = "30",
            defaultValue = "10")
        Duration timeout,
    @Arg(doc = "HTTP headers to send.", example = "{Accept: application/octet-stream}")
        Map<String, String> headers,
    @Arg(
            doc = "Whether the server must have a certificate that the host trusts.",
            example = "false",
            defaultValue = "true")
        boolean validateCerts,
    @Arg(
            doc = "The user to log in as with HTTP basic authentication.",
            example = "downloads",
            aliases = "username")
        Optional<String> urlUsername,
    @Arg(
            doc = "The password to log in with. It never stands on a command line.",
            example = "${registry_password}",
            aliases = "password")
        Optional<Secret> urlPassword,
    @Arg(
            doc = "Whether the old content is kept beside the file.",
            example = "true",
            defaultValue = "false")
        boolean backup) {

  GetUrlSpec {
    headers.forEach(
        (name, value) -> {
          if ((name + value).contains("\n")) {
            throw new IllegalArgumentException("takes headers of one line, unlike " + name);
          }
        });
    if (urlPassword.isPresent() && urlUsername.isEmpty()) {
      throw new IllegalArgumentException("needs \"url_username\" beside \"url_password\"");
    }
  }

  Permissions access() {
    return new Permissions(mode, owner, group);
  }
}
