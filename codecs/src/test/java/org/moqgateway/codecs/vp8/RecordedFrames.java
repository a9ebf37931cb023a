package org.moqgateway.codecs.vp8;

import java.util.Arrays;
import java.util.List;
import org.moqgateway.codecs.CommentedHex;

/// Frames of libvpx.
final class RecordedFrames {
    /// 64 × 48, keyframes at 0 and 3:
    ///
    ///     ffmpeg -f lavfi -i gradients=s=64x48:r=10:c0=red:c1=blue:n=2:seed=1:speed=0.05 \
    ///         -frames:v 5 -pix_fmt yuv420p -c:v libvpx -b:v 20k -g 3 -deadline realtime vp8.ivf
    static final List<byte[]> GOPS =
            frames(
                    """
                    f00a009d012a4000300000470885858899848802020275ba24c1be03f841faddfcaf9c6749bb
                    4bfb5795cbc3dfcb7f17bfa4f400fa80ff3dfca0e003ba03fa81d603e84bd25ffb33ff3ffbc0
                    986d2e179be4976d4d045a8d6412db48494ccf4e00feff3827f3bfa0abf9e786fd77b4867dae
                    fe4de8b723cf393f0aec345f6b970cffff11e4ed9edcdd122f4b80dfda6722c9bacfff43f7c3
                    52eeabaac0d470cde008fc21f07ade8683dec23154da24a4ce6de530a38a17b9a3fc2658fb7b
                    2cf50e82625d484a41bce8f79218ab20ae2c4b0d51c4a314e751d35adf659b0c2113a3bf806e
                    6eb32951fa984bbe0fae9b011605abefff18cae9a93a421c50f240938cfebec6add7d75b7b95
                    c3bfadf6d052d7ce1ccf94c1db56f308c68b3967fb3603284ca194977e31a394fc42cdc15a8b
                    a1ebfe4809ef72ec516a694afb252cce5287771f302962ffe31dee0500d7c637b66d3c327fa1
                    5e7fe76e3284cf22b31f7da16dc2b0bba7fcfceba5f10d26e3fe29a995b77e0000 /
                    91020004108c001807a05fffedf33c805fe8017199fd80f120a49fd88ee0d4ed4fd921f232a6
                    18262000 /
                    51030004104400180bb33c6d555ffe1ce3aaf540027d423142cc125cea2807cb0503f03b0d35
                    c98821fcf2323452ef5848af309fbdb37b17db182012376a7074ed9400 /
                    3009009d012a4000300001c708858588998488050202eccd42c1beb5f877facdcc33b2bdeefd
                    95c4daf9cfe5bff01de01fe57f6abdc079fff7407d407719bf60055393d22782dbce5ad0639c
                    81849500504c00fefdfddeb772d74036fe35ac75dcbc9ecf87f69fdfff831c682c6ad7e57d22
                    60e7741ffc24fe4261612e766052a2512e971e8c24a7447d321291c411c9e6276856ab335cf1
                    caa573bd64d55f92690fa2ec43140ba3d8d5f62dfe4b058d83d3a2510c0a3237d9420639f768
                    246fed9cec59a520ab2968e477e9879e83fa5835617f49c85bc8644d0e787fd728a59061d979
                    4f6a4cca8207a2cd9f6354e06b54edc5d6b88658adafc871ad2f658dd6a8d3d15d8ce8cdddfc
                    000000 /
                    f1020007102c0018078fe1b67a0b6e073487d8044399fe93400003d8c566b0a2a8147392a015
                    38fa400d8c60725be64c48caa4848349e015df2354609b3db3b79968bdd2a08d4000
                    """);

    private RecordedFrames() {}

    private static List<byte[]> frames(String text) {
        return Arrays.stream(text.split("/", -1)).map(CommentedHex::bytes).toList();
    }
}
