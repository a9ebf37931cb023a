package org.moqgateway.core.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/// How far an address reaches, for decisions about where a foreign word may lead us (RFC 6890).
public enum AddressScope {
    /// Anything that is routed on the Internet.
    PUBLIC,
    /// RFC 1918, RFC 6598 and unique local IPv6 addresses (RFC 4193).
    PRIVATE,
    /// This machine.
    LOOPBACK,
    /// One link (RFC 3927, RFC 4291 §2.5.6). Clouds serve their machines' secrets there,
    /// and where they do so elsewhere it counts as here.
    LINK_LOCAL,
    /// No address of a host at all: unspecified, multicast, broadcast, reserved.
    NOWHERE;

    private static final byte[] EC2_METADATA = {
        (byte) 0xfd, 0, 0x0e, (byte) 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54
    };

    private static final byte[] ALIBABA_METADATA = {100, 100, 100, (byte) 200};
    private static final byte[] ORACLE_METADATA = {(byte) 192, 0, 0, (byte) 192};

    /// The scope of an address. An IPv4 address in IPv6 clothes (mapped, 6to4, NAT64) counts as
    /// what it carries.
    public static AddressScope of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? ofFour(bytes, 0) : ofSixteen(address, bytes);
    }

    private static AddressScope ofFour(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        int second = bytes[at + 1] & 0xff;
        if (first == 127) {
            return LOOPBACK;
        }
        if (first == 0 || first >= 224) {
            return NOWHERE;
        }
        if ((first == 169 && second == 254) || isMetadata(bytes, at)) {
            return LINK_LOCAL;
        }
        boolean rfc1918 =
                first == 10
                        || (first == 172 && second >= 16 && second < 32)
                        || (first == 192 && second == 168);
        boolean shared = first == 100 && second >= 64 && second < 128;
        return rfc1918 || shared ? PRIVATE : PUBLIC;
    }

    /// Clouds whose metadata service is not at a link-local address.
    private static boolean isMetadata(byte[] bytes, int at) {
        return Arrays.equals(bytes, at, at + 4, ALIBABA_METADATA, 0, 4)
                || Arrays.equals(bytes, at, at + 4, ORACLE_METADATA, 0, 4);
    }

    private static AddressScope ofSixteen(InetAddress address, byte[] bytes) {
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return NOWHERE;
        }
        if (address.isLoopbackAddress()) {
            return LOOPBACK;
        }
        if (address.isLinkLocalAddress() || Arrays.equals(bytes, EC2_METADATA)) {
            return LINK_LOCAL;
        }
        int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        if ((first & 0xfe00) == 0xfc00 || (first & 0xffc0) == 0xfec0) {
            return PRIVATE;
        }
        if (first == 0x2002) {
            return ofFour(bytes, 2);
        }
        boolean nat64 = first == 0x0064 && bytes[2] == (byte) 0xff && bytes[3] == (byte) 0x9b;
        if (nat64 && bytes[4] == 0 && bytes[5] == 1) {
            return ofLocalNat64(bytes);
        }
        return nat64 || first == 0 ? ofFour(bytes, 12) : PUBLIC;
    }

    /// `64:ff9b:1::/48` (RFC 8215): how long the prefix is within it, and so where the IPv4 address
    /// begins, is the network's business. The byte after 64 bits is never part of it (RFC 6052
    /// §2.2).
    private static AddressScope ofLocalNat64(byte[] bytes) {
        byte[] whole = new byte[7];
        System.arraycopy(bytes, 6, whole, 0, 2);
        System.arraycopy(bytes, 9, whole, 2, 5);
        for (int at = 0; at <= 3; at++) {
            AddressScope read = ofFour(whole, at);
            if (read == LOOPBACK || read == LINK_LOCAL) {
                return read;
            }
        }
        AddressScope last = ofFour(bytes, 12);
        return last == LOOPBACK || last == LINK_LOCAL ? last : PRIVATE;
    }
}
