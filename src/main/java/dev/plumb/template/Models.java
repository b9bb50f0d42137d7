package dev.plumb.template;

import dev.plumb.value.UnknownValueException;
import dev.plumb.value.Value;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateCollectionModel;
import freemarker.template.TemplateHashModelEx2;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelIterator;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import freemarker.template.TemplateSequenceModel;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Adapts values to FreeMarker. Unlike FreeMarker's wrappers, which use reflection on Java objects,
 * these expose only data. Parts are rendered on access, and access to an unknown value throws.
 */
final class Models {

  private Models() {}

  /** A model of a value. */
  sealed interface ValueModel {
    Value value();

    /** Returns how a template refers to it; empty if it needs no rendering. */
    default String path() {
      return "";
    }
  }

  record OfText(Value.Text value) implements TemplateScalarModel, ValueModel {
    @Override
    public String getAsString() {
      return value.text();
    }
  }

  record OfNumber(Value.Num value) implements TemplateNumberModel, ValueModel {
    @Override
    public Number getAsNumber() {
      return value.exact() instanceof Long whole ? whole : value.number();
    }
  }

  record OfBoolean(Value.Bool value) implements TemplateBooleanModel, ValueModel {
    @Override
    public boolean getAsBoolean() {
      return value.truth();
    }
  }

  record OfItems(Value.Items value, String path, Rendering rendering)
      implements TemplateSequenceModel, ValueModel {
    @Override
    public @Nullable TemplateModel get(int index) {
      List<Value> list = value.list();
      return index < 0 || index >= list.size()
          ? null
          : rendering.model(list.get(index), path + "[" + index + "]");
    }

    @Override
    public int size() {
      return value.list().size();
    }
  }

  record OfEntries(Value.Entries value, String path, Rendering rendering)
      implements TemplateHashModelEx2, ValueModel {
    @Override
    public @Nullable TemplateModel get(String key) {
      Value found = value.map().get(key);
      if (found != null) {
        return rendering.model(found, path + "." + key);
      }
      if (value.open()) {
        throw new UnknownValueException("\"" + path + "." + key + "\" is known after apply");
      }
      return null;
    }

    @Override
    public boolean isEmpty() {
      return size() == 0;
    }

    @Override
    public int size() {
      return entries().size();
    }

    @Override
    public TemplateCollectionModel keys() {
      return collection(entry -> new OfText(Value.text(entry.getKey())));
    }

    @Override
    public TemplateCollectionModel values() {
      return collection(this::valueOf);
    }

    @Override
    public KeyValuePairIterator keyValuePairIterator() {
      Iterator<Map.Entry<String, Value>> entries = entries().entrySet().iterator();
      return new KeyValuePairIterator() {
        @Override
        public boolean hasNext() {
          return entries.hasNext();
        }

        @Override
        public KeyValuePair next() {
          Map.Entry<String, Value> entry = entries.next();
          return new KeyValuePair() {
            @Override
            public TemplateModel getKey() {
              return new OfText(Value.text(entry.getKey()));
            }

            @Override
            public @Nullable TemplateModel getValue() {
              return valueOf(entry);
            }
          };
        }
      };
    }

    private @Nullable TemplateModel valueOf(Map.Entry<String, Value> entry) {
      return rendering.model(entry.getValue(), path + "." + entry.getKey());
    }

    /** Returns all entries, which are unknown for an open mapping. */
    private Map<String, Value> entries() {
      if (value.open()) {
        throw new UnknownValueException("what \"" + path + "\" holds is known after apply");
      }
      return value.map();
    }

    private TemplateCollectionModel collection(
        Function<Map.Entry<String, Value>, @Nullable TemplateModel> view) {
      Map<String, Value> all = entries();
      return () -> {
        Iterator<Map.Entry<String, Value>> entries = all.entrySet().iterator();
        return new TemplateModelIterator() {
          @Override
          public boolean hasNext() {
            return entries.hasNext();
          }

          @Override
          public @Nullable TemplateModel next() {
            return view.apply(entries.next());
          }
        };
      };
    }
  }
}
