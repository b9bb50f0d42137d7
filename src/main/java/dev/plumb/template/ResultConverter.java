package dev.plumb.template;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateCollectionModel;
import freemarker.template.TemplateHashModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateModelIterator;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import freemarker.template.TemplateSequenceModel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts results of FreeMarker to values. */
final class ResultConverter {

  private ResultConverter() {}

  static Value value(@Nullable TemplateModel model, TemplateSource written, Rendering rendering) {
    try {
      return switch (model) {
        case null -> new Value.Null(written.place());
        case Models.ValueModel held ->
            withPlace(rendering.renderDeep(held.value(), held.path()), written.place());
        // First, because "x!" yields a model of all kinds at once, which means a text.
        case TemplateScalarModel text ->
            new Value.Text(String.valueOf(text.getAsString()), false, written.place());
        case TemplateBooleanModel bool -> new Value.Bool(bool.getAsBoolean(), written.place());
        case TemplateNumberModel number ->
            new Value.Num(exact(number.getAsNumber()), written.place());
        case TemplateSequenceModel sequence -> items(sequence, written, rendering);
        case TemplateHashModelEx hash -> entries(hash, written, rendering);
        case TemplateCollectionModel collection ->
            new Value.Items(all(collection.iterator(), written, rendering), written.place());
        default ->
            throw new BadInputException(
                Diagnostic.error(
                    written.summary(),
                    written.place(),
                    "The expression yields no text, number, list or other value of a playbook. A"
                        + " function requires its arguments: list?join(\", \")."));
      };
    } catch (TemplateModelException e) {
      throw new BadInputException(RenderErrors.explain(e, written, 0, rendering));
    }
  }

  private static Value items(
      TemplateSequenceModel sequence, TemplateSource written, Rendering rendering)
      throws TemplateModelException {
    List<Value> list = new ArrayList<>();
    for (int i = 0; i < sequence.size(); i++) {
      list.add(value(sequence.get(i), written, rendering));
    }
    return new Value.Items(list, written.place());
  }

  private static List<Value> all(
      TemplateModelIterator models, TemplateSource written, Rendering rendering)
      throws TemplateModelException {
    List<Value> list = new ArrayList<>();
    while (models.hasNext()) {
      list.add(value(models.next(), written, rendering));
    }
    return list;
  }

  private static Value entries(
      TemplateHashModelEx hash, TemplateSource written, Rendering rendering)
      throws TemplateModelException {
    Map<String, Value> map = new LinkedHashMap<>();
    for (Value key : all(hash.keys().iterator(), written, rendering)) {
      map.put(key.toString(), value(hash.get(key.toString()), written, rendering));
    }
    return new Value.Entries(map, Map.of(), false, written.place());
  }

  /** FreeMarker computes with 12 decimal places; integers stay integers. */
  private static Number exact(Number number) {
    if (number instanceof Long || number instanceof Integer) {
      return number;
    }
    BigDecimal decimal = number instanceof BigDecimal big ? big : new BigDecimal(number.toString());
    BigDecimal plain = decimal.stripTrailingZeros();
    return plain.scale() <= 0 ? plain.setScale(0) : plain;
  }

  /** Places a computed value where it is used. */
  static Value withPlace(Value value, Place place) {
    if (value.place().known()) {
      return value;
    }
    return switch (value) {
      case Value.Text text -> new Value.Text(text.text(), text.template(), place);
      case Value.Num number -> new Value.Num(number.exact(), place);
      case Value.Bool bool -> new Value.Bool(bool.truth(), place);
      case Value.Null _ -> new Value.Null(place);
      case Value.Items items -> new Value.Items(items.list(), place);
      case Value.Entries entries ->
          new Value.Entries(entries.map(), entries.keyPlaces(), entries.open(), place);
      case Value.Unknown unknown -> new Value.Unknown(unknown.why(), place);
    };
  }
}
