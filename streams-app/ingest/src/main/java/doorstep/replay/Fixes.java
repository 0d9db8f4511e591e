// SPDX-License-Identifier: Apache-2.0
package doorstep.replay;

import doorstep.config.ConfigurationException;
import doorstep.decode.Decoded;
import doorstep.decode.Reason;
import doorstep.wire.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** All fixes of one replay. */
public record Fixes(List<Fix> all) {
    public static final Fixes NONE = new Fixes(List.of());

    public Fixes {
        all = List.copyOf(all);
        for (int i = 0; i < all.size(); i++) {
            for (Fix later : all.subList(i + 1, all.size())) {
                if (all.get(i).field().equals(later.field()) && all.get(i).old().equals(later.old())) {
                    throw new ConfigurationException(
                            "conflicting fixes: --fix " + all.get(i).text() + " and --fix " + later.text());
                }
            }
        }
    }

    /** @throws ConfigurationException naming one that cannot be used */
    public static Fixes parse(List<String> texts) {
        return new Fixes(texts.stream().map(Fix::parse).toList());
    }

    /** Values for fields that a writer's schema lacks, in the form of Avro's JSON defaults. */
    Map<String, Object> fillings(Topic topic) {
        Map<String, Object> values = new HashMap<>();
        for (Schema.Field field : topic.value().getFields()) {
            if (!field.hasDefaultValue()) {
                setting(field.name()).ifPresent(fix -> {
                    Object value = new FieldText(field.schema()).parse(fix.value());
                    values.put(field.name(), value instanceof Instant time ? (Object) time.toEpochMilli() : value);
                });
            }
        }
        return values;
    }

    /** The fix {@code FIELD=VALUE} for a field. */
    Optional<Fix> setting(String field) {
        return all.stream().filter(fix -> fix.sets(field)).findFirst();
    }

    /** The fix for the fault that a record is refused for. */
    Optional<Fix> against(Decoded.Refused refused) {
        boolean ofKey =
                refused.reason() == Reason.KEY_MISMATCH || refused.field().equals(Optional.of("key"));
        return ofKey
                ? all.stream().filter(Fix::isKeyFromId).findFirst()
                : refused.field().flatMap(this::setting);
    }

    /**
     * Replaces old values by new ones, whatever the record was refused for.
     *
     * @return the fixes that changed something
     */
    List<Fix> replaceIn(SpecificRecord record) {
        List<Fix> used = new ArrayList<>();
        for (Fix fix : all) {
            Schema.Field field = record.getSchema().getField(fix.field());
            if (fix.isReplacement() && field != null && replace(fix, record, field)) {
                used.add(fix);
            }
        }
        return used;
    }

    private static boolean replace(Fix fix, SpecificRecord record, Schema.Field field) {
        FieldText type = new FieldText(field.schema());
        Object old = type.parseOld(fix.old().orElseThrow());
        Object now = record.get(field.pos());
        if (now instanceof List<?> items) {
            if (!items.contains(old)) {
                return false;
            }
            List<Object> replaced = new ArrayList<>();
            for (Object item : items) {
                Object kept = item.equals(old) ? type.parseNew(fix.value()) : item;
                if (kept != null) {
                    replaced.add(kept);
                }
            }
            record.put(field.pos(), replaced);
            return true;
        }
        if (!old.equals(now)) {
            return false;
        }
        record.put(field.pos(), type.parseNew(fix.value()));
        return true;
    }

    /** Sets a field, overwriting its value. */
    static void set(Fix fix, SpecificRecord record) {
        Schema.Field field = record.getSchema().getField(fix.field());
        record.put(field.pos(), new FieldText(field.schema()).parse(fix.value()));
    }
}
