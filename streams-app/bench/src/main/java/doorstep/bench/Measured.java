// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;

/** The measurement of one process. Mutable; quantities that were not measured are absent. */
public final class Measured {
    private final Map<Quantity, Long> values = new EnumMap<>(Quantity.class);

    public Measured put(Quantity quantity, long value) {
        values.put(quantity, value);
        return this;
    }

    public OptionalLong get(Quantity quantity) {
        Long value = values.get(quantity);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** @throws IllegalStateException if it was not measured */
    long require(Quantity quantity) {
        return get(quantity).orElseThrow(() -> new IllegalStateException(quantity + " was not measured"));
    }

    double cpuMicrosPerEvent() {
        return require(Quantity.CPU_NANOS) / 1e3 / require(Quantity.EVENTS);
    }

    double eventsPerSecond() {
        return require(Quantity.EVENTS) * 1e9 / require(Quantity.WALL_NANOS);
    }

    Map<Quantity, Long> all() {
        return Map.copyOf(values);
    }

    void write(Path file) {
        Properties properties = new Properties();
        values.forEach((quantity, value) -> properties.setProperty(quantity.name(), String.valueOf(value)));
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    static Measured read(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        Measured measured = new Measured();
        properties
                .stringPropertyNames()
                .forEach(name -> measured.put(Quantity.valueOf(name), Long.parseLong(properties.getProperty(name))));
        return measured;
    }
}
