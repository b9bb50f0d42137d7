package dev.plumb.engine.prepare;

import dev.plumb.diagnostic.Place;
import dev.plumb.engine.files.LocalFiles;
import dev.plumb.engine.vars.HostScope;
import dev.plumb.module.ArgContext;
import dev.plumb.template.Templates;
import dev.plumb.value.Content;
import dev.plumb.value.FileTree;
import dev.plumb.value.Redaction;
import dev.plumb.value.Secret;
import dev.plumb.value.Value;

/** Renders the arguments of a task on a host. */
record RenderedArgs(
    Templates templates,
    LocalFiles files,
    Redaction redaction,
    TaskInstance instance,
    HostScope scope)
    implements ArgContext {

  @Override
  public Value render(Value value) {
    return templates.render(value, scope);
  }

  @Override
  public Content file(String name, Place place) {
    return files.file(name, instance.task(), instance.play(), place);
  }

  @Override
  public FileTree folder(String name, String ignoreFile, Place place) {
    return files.folder(name, ignoreFile, instance.task(), instance.play(), place);
  }

  @Override
  public Content template(String name, Place place) {
    return Content.utf8(
        templates.renderFile(files.template(name, instance.task(), instance.play(), place), scope));
  }

  @Override
  public boolean holds(Value expression) {
    return templates.holds(expression, scope);
  }

  @Override
  public void registerSecret(Secret secret) {
    redaction.register(secret);
  }
}
