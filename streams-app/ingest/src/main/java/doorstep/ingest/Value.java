// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Computes one text or several from a row by the steps that a mapping gives for a field. An empty text means that there
 * is no value.
 *
 * @param split the separator of several values in one text
 * @param code whether the result is converted to a code
 */
record Value(
        Template from,
        Optional<String> split,
        Optional<Pattern> match,
        Optional<Map<String, String>> table,
        Optional<Template> otherwise,
        Optional<Template> empty,
        boolean code) {

    static Value of(Template from) {
        return new Value(
                from, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    Collection<String> columns() {
        Set<String> columns = new LinkedHashSet<>(from.columns());
        otherwise.ifPresent(template -> columns.addAll(template.columns()));
        empty.ifPresent(template -> columns.addAll(template.columns()));
        return columns;
    }

    /** The results that are known without a row. */
    List<String> constants() {
        List<String> constants = new ArrayList<>();
        if (split.isEmpty() && match.isEmpty() && table.isEmpty()) {
            from.constant().ifPresent(constants::add);
        }
        table.ifPresent(entries -> constants.addAll(entries.values()));
        otherwise.flatMap(Template::constant).ifPresent(constants::add);
        empty.flatMap(Template::constant).ifPresent(constants::add);
        constants.removeIf(String::isEmpty);
        return code ? constants.stream().map(CodeText::of).toList() : constants;
    }

    String text(RowInFile row) throws BadValue {
        return text(row, UnaryOperator.identity());
    }

    /** @param escape is applied to texts from columns, not to text of the mapping */
    String text(RowInFile row, UnaryOperator<String> escape) throws BadValue {
        if (match.isEmpty() && table.isEmpty()) {
            return finished(from.text(row, escape), row, escape);
        }
        return step(from.text(row, UnaryOperator.identity()), row, escape);
    }

    /** One result for each text of a list, including empty ones; an empty list if there is no text. */
    List<String> texts(RowInFile row, UnaryOperator<String> escape) throws BadValue {
        List<String> parts;
        if (split.isPresent()) {
            String whole = from.text(row, UnaryOperator.identity());
            parts = whole.isEmpty() ? List.of() : split(whole, split.get());
        } else {
            parts = from.texts(row);
            if (parts.size() <= 1) {
                String text = text(row, escape);
                return text.isEmpty() ? List.of() : List.of(text);
            }
        }
        List<String> results = new ArrayList<>(parts.size());
        for (String part : parts) {
            results.add(step(part, row, escape));
        }
        if (results.isEmpty() && empty.isPresent()) {
            String text = finished("", row, escape);
            return text.isEmpty() ? List.of() : List.of(text);
        }
        return results;
    }

    private String step(String text, RowInFile row, UnaryOperator<String> escape) throws BadValue {
        if (text.isEmpty()) {
            return finished("", row, escape);
        }
        String current = text;
        if (match.isPresent()) {
            Matcher matcher = match.get().matcher(current);
            if (!matcher.matches()) {
                return finished(otherwise("does not fit `match`", row, escape), row, escape);
            }
            String group = matcher.groupCount() == 0 ? current : matcher.group(1);
            current = group == null ? "" : CleanText.of(group);
        }
        if (table.isPresent() && !current.isEmpty()) {
            String listed = table.get().get(current);
            String result = listed == null ? otherwise("is not in the table", row, escape) : listed;
            return finished(result, row, escape);
        }
        return finished(escape.apply(current), row, escape);
    }

    private String otherwise(String reason, RowInFile row, UnaryOperator<String> escape) throws BadValue {
        if (otherwise.isEmpty()) {
            throw new BadValue(reason);
        }
        return otherwise.get().text(row, escape);
    }

    private String finished(String text, RowInFile row, UnaryOperator<String> escape) throws BadValue {
        String result = text.isEmpty() && empty.isPresent() ? empty.get().text(row, escape) : text;
        return code && !result.isEmpty() ? CodeText.of(result) : result;
    }

    private static List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end; (end = text.indexOf(separator, start)) >= 0; start = end + separator.length()) {
            parts.add(CleanText.of(text.substring(start, end)));
        }
        parts.add(CleanText.of(text.substring(start)));
        return parts;
    }
}
