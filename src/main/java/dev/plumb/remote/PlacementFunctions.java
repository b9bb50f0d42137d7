package dev.plumb.remote;

/**
 * Shell functions that change files in directories that belong to other users, who can exchange
 * everything in them at any time. They need a POSIX shell, coreutils or BusyBox, and {@code /proc}.
 */
public final class PlacementFunctions {

  /*
   * enter PATH [FOLLOW]  makes the directory of PATH the working directory, which cannot be exchanged, and
   *                      sets "$a" to the name in it. With FOLLOW, a link with that name is followed.
   * walk FOLDER [MADE]   makes it the working directory component by component. With MADE, missing ones are
   *                      created, and the function MADE is called in each new one.
   * mine                 whether only root and this user can create entries in the working directory
   * opened               opens the file "$a" as descriptor 3, surely that entry itself
   *
   * Where the working directory is, the kernel says: bash keeps its own idea of it. A link is followed only
   * in a directory that is "mine".
   */
  public static final String ENTER =
      """
      no() { printf 'plumb: %s\\n' "$1" >&2; exit 1; }
      here() { h=$(readlink /proc/self/cwd && echo .) || no "/proc is not mounted"; h=${h%??}; }
      mine() { exclusive $(stat -c '%u %g %a %U %G' .); }
      exclusive() {
        [ "$1" = 0 ] || [ -O . ] || return 1
        case $3 in
          *[2367]) return 1 ;;
          *[2367]?) [ "$2" = 0 ] || { [ -O . ] && [ "$4" = "$5" ]; } ;;
          *) [ "$3" ] ;;
        esac
      }
      swapped() { no "$1 was replaced by another user during the task"; }
      absent() {
        [ ! -e "$1" ] || no "the directory $1 cannot be entered"
        no "the directory $1 does not exist"
      }
      hop() {
        j=$((j + 1))
        [ $j -le 40 ] || no "too many symbolic links in $p"
        mine || { here; no "${h%/}/$1 is a symbolic link in a directory that other users can write to, so it is not followed; remove it, or run the task as its owner (become_user)"; }
        l=$(readlink -- "./$1" && echo .) || exit 1
        l=${l%??}
      }
      walk() {
        r=${1#/}/ h=
        cd / || exit 1
        while [ "$r" ]; do
          c=${r%%/*} r=${r#*/}
          case $c in
            '' | .) continue ;;
            ..) cd -P .. && here && continue ;;
          esac
          if [ -L "./$c" ]; then
            hop "$c"
            case $l in /*) cd / ;; esac
            r=$l/$r
            here
            continue
          fi
          e=${h%/}/$c made=
          if [ "$2" ] && [ ! -e "./$c" ]; then mkdir -- "./$c" && made=1 || exit 1; fi
          cd -P -- "./$c" 2>/dev/null || absent "$e"
          here
          [ "$h" = "$e" ] || swapped "$e"
          [ -z "$made" ] || "$2" || exit 1
        done
      }
      enter() {
        p=$1 j=0
        while :; do
          a=${p##*/} f=${p%/*}
          f=${f:-/}
          cd -P -- "$f" 2>/dev/null || absent "$f"
          here
          [ "$h" = "$f" ] || { walk "$f"; here; }
          [ "$2" ] && [ -L "./$a" ] || return 0
          hop "$a"
          case $l in
            /*) p=$l ;;
            *) p=${h%/}/$l ;;
          esac
        done
      }
      opened() {
        [ -e "./$a" ] || no "${h%/}/$a does not exist"
        [ -f "./$a" ] || no "${h%/}/$a is not a regular file"
        command exec 3<"./$a" || exit 1
        mine || same "$(stat -c %d:%i -- "./$a")" "$(stat -L -c %d:%i /proc/self/fd/3)"
      }
      same() { [ "$1" ] && [ "$1" = "$2" ] || swapped "${h%/}/$a"; }
      """;

  /*
   * place PATH MODE USER GROUP BACKUP FOLLOW ID [WORD...]
   *
   * The caller defines: fill, which writes the content to standard output; received, called with the staged
   * content in "$t"; check, which approves of the file "$1" (the words behind it are WORD...), when "$v" or
   * a WORD says that there is a validation.
   *
   * The content is staged beside its destination when the directory is "mine", else in a new directory that
   * is. Validators look at names, so they see the file under its own. An old file is kept by a hard link
   * with a name that cannot be guessed.
   */
  public static final String PLACE =
      """
      tidy() {
        [ -z "$t" ] || rm -f -- "$t"
        [ -z "$s" ] || { cd .. && rmdir -- "$s"; } 2>/dev/null
        [ -z "$y" ] || rm -rf -- "$y"
      }
      staged() {
        case $1 in *00) [ -O . ] && [ "$4" = "$x" ] ;; *) return 1 ;; esac
      }
      inherit() {
        case $8 in 8*) ;; *) return ;; esac
        x=$7
        # An old file that somebody else may have put there does not lend its set-id bits.
        if [ "$s" ]; then case $x in ????) x=${x#?} ;; esac; fi
        m=${m:-$x}
        if [ -n "$u$g" ] || [ "$1:$2" != "$5:$6" ]; then u=${u:-$5} g=${g:-$6}; fi
      }
      secure() ( while mine; do here; [ "$h" != / ] || exit 0; cd -P ..; done; exit 1 )
      approve() {
        [ "$v$*" ] || return 0
        if [ -z "$s" ] && secure; then x=${h%/}/${t#./}
        else
          y=$(umask 077; mktemp -d /tmp/plumb-XXXXXXXXXX) && cp -p -- "$t" "$y/$a" || exit 1
          x=$y/$a
        fi
        check "$x" "$@" || { x=$?; no "the file was not replaced: its validation exited with status $x"; }
      }
      keep() {
        x=${o%/*}/$a.$(date -u +%Y%m%dT%H%M%SZ).$(od -An -N5 -tx1 /dev/urandom | tr -d ' \\n')~
        if [ -L "$o" ]; then [ "$s" ] || cp -p -- "$o" "$x"
        else ln -- "$o" "$x" 2>/dev/null || { [ -z "$s" ] && cp -p -- "$o" "$x"; }
        fi && [ ! -L "$x" ] || no "the old content of $p could not be kept"
        [ ! -e "$x" ] || printf '%s\\n' "${h%/}/${x##*/}"
      }
      place() {
        m=$2 u=$3 g=$4 b=$5 w=$6 i=$7 t= s= y=
        trap tidy EXIT
        trap 'exit 1' HUP INT TERM PIPE
        enter "$1" "$w"
        shift 7
        p=${h%/}/$a
        if [ ! -L "./$a" ]; then
          [ ! -d "./$a" ] || no "$p is a directory"
          [ ! -e "./$a" ] || [ -f "./$a" ] || no "$p is not a regular file"
        fi
        if mine; then
          o=./$a t=./.plumb-$i.$a
          [ "${#a}" -le 200 ] || t=./.plumb-$i
        else
          x=$(stat -c %d:%i .)
          k=$(umask 077; mktemp -d ./.plumb-XXXXXXXXXX) || exit 1
          cd -P -- "$k" 2>/dev/null && staged $(stat -c '%a %d:%i' . ..) || swapped "${h%/}/${k#./}"
          s=$k o=../$a t=./$a
        fi
        ( umask 077; set -C; fill >"$t" ) || exit
        received
        [ -L "$o" ] || [ ! -e "$o" ] || inherit $(stat -c '%u %g %a %f' -- "$t" "$o")
        if [ -n "$u$g" ]; then chown -h -- "$u${g:+:$g}" "$t" || exit 1; fi
        chmod -- "${m:-+r}" "$t" || exit 1
        sync -- "$t" 2>/dev/null
        approve "$@"
        [ -z "$b" ] || [ ! -f "$o" ] || keep
        mv -fT -- "$t" "$o" || exit 1
        t=
      }
      """;

  private PlacementFunctions() {}
}
