// SPDX-License-Identifier: Apache-2.0
/**
 * Variable-length numbers, strings and bytes, written and read: the form of stored rows and internal records. What a
 * row or record means belongs to the package that stores or sends it; Avro is in {@code wire}.
 */
package doorstep.codec;
