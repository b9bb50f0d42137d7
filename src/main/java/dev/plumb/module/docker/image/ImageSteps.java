package dev.plumb.module.docker.image;

import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.remote.StreamSource;
import dev.plumb.value.HostName;
import dev.plumb.value.RemotePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The steps that create, copy and remove images. */
final class ImageSteps {

  /*
   * Arguments: the number of base images, whether to pull newer ones, the base images, and the
   * options of docker build. The ids of the base images become a label for later comparison.
   */
  private static final String BUILD =
      """
      # docker build
      n=$1 newer=$2 ids=
      shift 2
      while [ "$n" -gt 0 ]; do
        if [ "$newer" = true ] || ! docker inspect --type image -- "$1" >/dev/null 2>&1; then
          docker pull "$1" >&2 || exit
        fi
        id=$(docker inspect --type image --format '{{.Id}}' -- "$1") || exit
        ids=$ids${ids:+,}$id
        shift
        n=$((n - 1))
      done
      exec docker build --label "$MARK=$ids" "$@" - >&2
      """
          .replace("$MARK", ImageFingerprint.BASE);

  /*
   * Arguments: the tar file or directory, the name, exclude patterns, and the options of docker
   * import. The image of a directory gets its name only if tar could read all files: status 1 means
   * that files changed, a higher one that some could not be read.
   */
  private static final String IMPORT =
      """
      # docker import
      path=$1 name=$2 out=$3
      shift 3
      [ -d "$path" ] || exec docker import "$@" "$path" "$name"
      output=$(
        {
          {
            printf '%s' "$out" |
              tar -C "$path" --one-file-system --anchored --wildcards -X - -cf - .
            echo $? >&3
          } | docker import "$@" -
        } 3>&1
      ) || exit
      status=$(echo "$output" | head -n 1)
      id=$(echo "$output" | tail -n 1)
      if [ "$status" -gt 1 ]; then
        docker rmi "$id" >&2
        echo "tar ended with status $status; the incomplete image was removed" >&2
        exit 1
      fi
      docker tag "$id" "$name"
      """;

  /*
   * Arguments: the image, and images that the other host also has. docker load uses their layers, so
   * they are left out of archives that have one directory per layer. The manifest comes last.
   *
   * gzip saves more time in transfer and encryption than it costs. Its status would hide docker's.
   */
  private static final String SAVE =
      """
      # docker save
      image=$1 common=0 folder=
      shift
      layers() {
        docker inspect --type image --format '{{range .RootFS.Layers}}{{println .}}{{end}}' -- "$1"
      }
      all=$(layers "$image") || exit
      for held; do
        of=$(layers "$held") || continue
        case $all in "$of"*) n=$(echo "$of" | wc -l); [ "$n" -le "$common" ] || common=$n ;; esac
      done
      save() {
        if [ "$common" = 0 ]; then
          docker save -- "$image"
          return
        fi
        cd "$folder" && docker save -- "$image" | tar -xf - || return
        # A symbolic link represents a layer that occurs twice.
        if [ -z "$(find . -type l)" ]; then
          tr , '\\n' <manifest.json |
            sed -n 's/^\\("Layers":\\[\\)\\{0,1\\}"\\([0-9a-f]*\\/layer\\.tar\\)".*/\\2/p' |
            head -n "$common" | xargs rm -f || return
        fi
        mv manifest.json .. && tar -cf - * -C .. manifest.json
      }
      if [ "$common" != 0 ]; then
        work=$(mktemp -d "${TMPDIR:-/var/tmp}/plumb.XXXXXXXXXX") || exit
        folder=$work/image
        trap 'rm -rf "$work"' EXIT
        trap 'exit 1' HUP INT TERM PIPE
        mkdir "$folder" || exit
      fi
      exec 4>&1
      status=$({ { save; echo $? >&3; } | gzip -1 >&4; } 3>&1)
      exit "$status"
      """;

  private ImageSteps() {}

  static Step build(ImageSpec spec, ImageBuild how, Map<String, String> marks) {
    List<String> words = new ArrayList<>();
    List<String> bases = spec.baseImages();
    words.add(Integer.toString(bases.size()));
    words.add(Boolean.toString(how.pull()));
    words.addAll(bases);
    words.addAll(List.of("--tag", spec.image(), "--file", how.dockerfileName(), "--force-rm"));
    how.target().ifPresent(target -> words.addAll(List.of("--target", target)));
    how.network().ifPresent(network -> words.addAll(List.of("--network", network)));
    if (how.nocache()) {
      words.add("--no-cache");
    }
    labels(marks, words);
    labels(how.labels(), words);
    // Without a value, docker reads it from its environment, which process lists do not show.
    new TreeMap<>(how.args()).keySet().forEach(name -> words.addAll(List.of("--build-arg", name)));
    return new Step.Pipe(
        Command.shell(BUILD, words.toArray(String[]::new)).withEnvironment(how.args()),
        new StreamSource.Archive(how.archive()));
  }

  private static void labels(Map<String, String> labels, List<String> words) {
    new TreeMap<>(labels)
        .forEach((name, value) -> words.addAll(List.of("--label", name + "=" + value)));
  }

  static Step importFrom(ImageSpec spec, RemotePath path, Map<String, String> marks) {
    List<String> words =
        new ArrayList<>(List.of(path.value(), spec.image(), excludePatterns(spec)));
    marks.forEach(
        (name, value) -> words.addAll(List.of("--change", "LABEL " + name + "=" + value)));
    spec.importChanges().forEach(change -> words.addAll(List.of("--change", change)));
    return new Step.Run(Command.shell(IMPORT, words.toArray(String[]::new)));
  }

  private static String excludePatterns(ImageSpec spec) {
    StringBuilder patterns = new StringBuilder();
    spec.importExclude()
        .forEach(out -> patterns.append("./").append(out.replaceFirst("^/+", "")).append('\n'));
    return patterns.toString();
  }

  static Step load(RemotePath path) {
    return Step.run("docker", "load", "--input", path.value());
  }

  static Step pull(String image) {
    return Step.run("docker", "pull", "--", image);
  }

  /**
   * Copies the image from another host. A truncated stream has no manifest, so nothing is loaded.
   *
   * @param held ids of images that both hosts have, whose layers are not copied
   */
  static Step transfer(String image, HostName from, List<String> held) {
    List<String> words = new ArrayList<>(List.of(image));
    words.addAll(held);
    return new Step.Pipe(
        Command.of("docker", "load"),
        new StreamSource.CommandOutput(from, Command.shell(SAVE, words.toArray(String[]::new))));
  }

  static Step tag(String image, String name) {
    return Step.run("docker", "tag", image, name);
  }

  static Step remove(List<String> names, boolean force) {
    List<String> words = new ArrayList<>(List.of("docker", "rmi"));
    if (force) {
      words.add("--force");
    }
    words.add("--");
    words.addAll(names);
    return new Step.Run(Command.of(words));
  }
}
