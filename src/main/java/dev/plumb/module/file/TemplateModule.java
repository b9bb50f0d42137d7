package dev.plumb.module.file;

import dev.plumb.change.Plan;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.ModuleTrait;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/** Keeps a file on the host as a template renders it: {@code copy}, after the rendering. */
public final class TemplateModule implements TaskModule<TemplateSpec, CopyFound> {

  private final CopyModule copy = new CopyModule();

  @Override
  public ModuleInfo<TemplateSpec> info() {
    return ModuleInfo.of(
            "template",
            TemplateSpec.class,
            "Keeps a file on the host as a FreeMarker template renders it.")
        .with(ModuleTrait.CREATES_FILES, ModuleTrait.RENDERS_TEMPLATE);
  }

  @Override
  public Probe<CopyFound> probe(TemplateSpec spec) {
    return copy.probe(spec.asCopy());
  }

  @Override
  public Plan<CopyFound> plan(TemplateSpec spec, CopyFound found) {
    return copy.plan(spec.asCopy(), found);
  }

  @Override
  public Map<String, Value> result(TemplateSpec spec, CopyFound found, List<Exec> ran) {
    return copy.result(spec.asCopy(), found, ran);
  }
}
