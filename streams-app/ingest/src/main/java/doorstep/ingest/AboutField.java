// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.avro.About;
import doorstep.event.SubjectType;
import java.util.Optional;
import java.util.stream.Stream;

/** The field {@code about} of feedback: type and id of its subject; absent where the id is empty. */
final class AboutField {
    private final Optional<Field<String>> type;
    private final Optional<Field<String>> id;

    AboutField(Fields fields) {
        Optional<Fields> about = fields.below("about", "{type: VISIT, id: <visit>}");
        type = about.map(below -> below.needed(
                "type",
                below.oneOf(
                        "type", Stream.of(SubjectType.values()).map(Enum::name).toList())));
        id = about.map(below -> {
            Field<String> field = below.id("id");
            below.needed("id", field);
            fields.include(below);
            return field;
        });
    }

    Optional<About> read(RowInFile row) throws BadValue {
        try {
            Optional<String> subject =
                    id.isEmpty() ? Optional.empty() : id.get().read(row);
            return subject.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new About(type.orElseThrow().read(row).orElseThrow(), subject.get()));
        } catch (BadValue e) {
            throw new BadValue(e.columns(), "about." + e.reason());
        }
    }
}
