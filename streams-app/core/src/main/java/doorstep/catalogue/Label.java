// SPDX-License-Identifier: Apache-2.0
package doorstep.catalogue;

/**
 * The texts that people read instead of a code.
 *
 * @param en in English
 * @param zh in Chinese
 * @param listed false if the catalogue does not contain the code; then both texts are the code itself
 */
public record Label(String code, String en, String zh, boolean listed) {
    static Label unlisted(String code) {
        return new Label(code, code, code, false);
    }
}
