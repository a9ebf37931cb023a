package org.moqgateway.codecs.vp9;

import java.util.Arrays;
import java.util.List;
import org.moqgateway.codecs.CommentedHex;

/// Pictures of libvpx, 64 × 48, of this source:
///
///     ffmpeg -f lavfi -i gradients=s=64x48:r=10:c0=red:c1=blue:n=2:seed=1:speed=0.05 …
final class RecordedFrames {
    /// Superframes with a hidden alternate reference at 1 and 6:
    ///
    ///     … -frames:v 8 -pix_fmt yuv420p -c:v libvpx-vp9 -b:v 20k -g 90 -auto-alt-ref 1 \
    ///         -lag-in-frames 12 -pass 1 and 2
    static final List<byte[]> ALTERNATE_REFERENCE =
            frames(
                    """
                    824983420003f002f60838241c180e0000306000006b7f7ffff9ba9e89fd2da8f1cffd93ca2a
                    3352fe3cff88f052a13889ec072d01bbb9bc6204af2d7044f38dca43e7e71e1697636d8d7df5
                    46e250b37fffffff110fc24b7ba2685cc0b77ffe8b7fe9df78cedd94e3afd0ffe5eb26c2065a
                    db10ee8d3f3b7f89a55a4a553fba83bba163e58b3c5117ba46d1a4cd0ac4640b98bad9f67f9c
                    7ef91407f0a62d981eb0a12b47e5fffffffdeeef6cdff28fdce333ffffe96ffcec6f16059b21
                    35d12fe8415d1631d90aeba29f9298d0e7504638bc26ea7c5b5f358d1e6c128a599ccce65436
                    361ca3543c8c4ede6d9928dc2adf93b3705f656f29ffa6b67d8013b6455b7cf82f8e0679a0b9
                    9ed7e0b4f8a0262c9e762b146047ba8000 /
                    840080494e8820b000090068b9a70f96d5f5de1f33ef7f00381f3400007fdefd647b8ed36297
                    556f5cdd336506e783c82ab9309cefd147347a4fe8d33921d11e32ef1c7b41d479654b41d0b1
                    0cb63ca2fb3a6bb21264e533b150c7a897abb20d72824b7bf616b5d118f8072e4dc683575786
                    cf9332908434629912135bb48c494e64397e6d0cc3504d0501b41878f3855f312c44781a68b0
                    efa82657677351b893d1761d59e3e54d9a484086004096f0410b00000c6063007f6ae16ada6e
                    147e757794bdd4051b84e8c95c6be611ad88c9f7185e1ffdf9ee2787291cbad92b1267e9f590
                    7eed88adb0c1ab3ec1 /
                    86004096f0410b00000c2318007f693f03662bce77fef3f1df802235efb344b935f62e661ef7
                    27dff05a7fcc00 /
                    86004096f0410a80000c6063007f2c1f237ffd460787f63a0ee989c1cb02187ad214971a66e4
                    fed4601f3dfdc000 /
                    86004096f0310a80000c2318007b609e04c81f6e5680 /
                    860100929c0042e0000320000069c800 /
                    840040854e8e20500007006f2abb68dadebe201a7a25a000007fe2709cbe64cba52ebca76867
                    96d85617fdb7721c6c2c9bcf0ea2a7a9a494d13e3e214fd6840ac5c87a1324022d39051cbff4
                    71eeb36de9f1c53c20bc751717b6339eedbfc7bf25d19311eaf0941f0174c33f0520e0e3af58
                    27fad4ee2da4bc1d1e149a4f6c3c4331d5396a3fb8d1cc55bbdf3ae794efb08f30bf1dbbb77d
                    26278ba5f417fb3faa6e1dc1ad7c4fa6ce80a70fffe6b7624366107aa03065c83b2760c621f4
                    9f7180e64ab5a125cb6a2b6e44953b45addea2466160b177cf3ff957d8d9d986e1f16d4ddd19
                    346eebd83abbb11834ba9eef3ad5cfcff47aa1ca5b85297ea2fb0fdf18008600410ef0710a80
                    000c6000007e8a70baef4bf3138a0ce06faa58e3ccfb33b1eacf28aaaa52755c82bee5c2849f
                    fcfde4cdb2c71af02b0d00c902013900c9 /
                    8600410ef0710a00000c6063007ecdba01a765f49347230da4071a065fadf806437643ee6dab
                    59f54ef596b77a64f4a57adcc53e6368d36b1385ae500ee400
                    """);

    /// Three temporal layers, 0 2 1 2 0 2 1 2 0, error resilient:
    ///
    ///     … -frames:v 9 -pix_fmt yuv420p -c:v libvpx-vp9 -b:v 20k -g 90 -error-resilient default \
    ///         -lag-in-frames 0 -deadline realtime -cpu-used 8 \
    ///         -ts-parameters
    /// ts_number_layers=3:ts_target_bitrate=5,10,20:ts_rate_decimator=4,2,1:\
    ///         ts_periodicity=4:ts_layer_id=0,2,1,2:ts_layering_mode=3
    static final List<byte[]> TEMPORAL_LAYERS =
            frames(
                    """
                    834983420003f002f020e0907061700002004fb1fad7bf0000007e6f2e3e8e37bac0576c7195
                    60a51bffffffe5ce3ffff4a4123c5a23d824aaa1d23f9c66a18815103fff119ec98d3f1e3a62
                    3c7350683057ffc719e622007ffce78a48712f43887fffb82720477ff8f0368564e04b53f997
                    d982683fdec7f580130f91ca64695f7fdc4b396c129b92d00c061dff46625a27cefeb4f28c2a
                    4174226fff0857713c17fc6d319245121c80e3ffb376fc4824fe98fa99704f69d963f97f0db8
                    2cfe1881916045c23b59304d1df18f7fef885790ea7ff83df630e120e1ff1169d9106d816a58
                    6bc0326ffff88cf22169ff8ce224d1806da00175d400 /
                    8700024b0b1c120e0c570000187000007edca52f47b0ec191f9517510628653040fcf1a49e80 /
                    8702024a42c704838315c000067000007ede6911b2eceb3d1c057b755a200a1aa821fb9f6cdb
                    fa82041f920b396bf08e70 /
                    8700024a4307048383168000067000007e02ed2d846f86f545c6bd9a84c066d12d1e3fa6f64b
                    67aefb4e2034893e26 /
                    8701024a4347048383194000067000007dcfde907bb7e1ab4c7ec6e5395cc767a4be93ecf7e1
                    cbaffefa60fea0827e8bd8d775f7fe00a4db156c126d8dc980 /
                    8700024a02c7048383144000067000000d306016a6d65168f9cf26cc03b012e20fc641de7efd
                    7372d040561291afe914bcf85d16e06d170000 /
                    8702024a0287048383110000067000007df96ce16ccc85c0d23e82264cdabe1f412eef23d348
                    e477d7b596e352efcec1bfa048e8027641f79d8da25f62c1842ab59607e00fe04bc07000 /
                    8700024a4287048383120000067000007e109dc2249e80afbf87968f599514ef261bf4673032
                    6fb81392ec72132eb8d5121bff4d9ca30b089c /
                    8701024a03070483831800000a700ce000007df7ac6d5ac7e3fa2542b0ef4d19418cecdf2a83
                    6ff03f0a1aeffcfd606b726d51e6c991d239262c73f7b636944bcf8f1231e3e798e92000
                    """);

    private RecordedFrames() {}

    private static List<byte[]> frames(String text) {
        return Arrays.stream(text.split("/", -1)).map(CommentedHex::bytes).toList();
    }
}
