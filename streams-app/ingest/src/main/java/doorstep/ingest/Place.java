package doorstep.ingest;

/**
 * Where in a mapping something stands.
 *
 * @param file as people know it
 * @param line from 1
 * @param key path of keys such as {@code events[0].fields.unit}; empty for the whole file
 */
record Place(String file, int line, String key) {
    Place at(int line, String name) {
        return new Place(file, line, key.isEmpty() ? name : key + "." + name);
    }

    Place at(int line, int index) {
        return new Place(file, line, key + "[" + index + "]");
    }

    MappingException error(String what) {
        return new MappingException(file + ", line " + line + ": " + (key.isEmpty() ? "" : key + ": ") + what);
    }
}
