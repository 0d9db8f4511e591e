// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

/** A file that everyone gets, without a token. */
public final class StaticFile {
    private final String path;
    private final String type;
    private final byte[] content;
    private final boolean keptForEver;

    /**
     * @param path in the address
     * @param type its content type
     * @param keptForEver true if other content always has another path, so that clients need not ask again
     */
    public StaticFile(String path, String type, byte[] content, boolean keptForEver) {
        this.path = path;
        this.type = type;
        this.content = content.clone();
        this.keptForEver = keptForEver;
    }

    public String path() {
        return path;
    }

    String type() {
        return type;
    }

    byte[] content() {
        return content;
    }

    boolean keptForEver() {
        return keptForEver;
    }
}
