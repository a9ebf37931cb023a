package org.moqgateway.codecs.vp9;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Layer frames of libvpx, as Chromium 156 sends them: a canvas of 15 pictures a second, VP9,
/// the `scalabilityMode` of `RTCRtpEncodingParameters`, taken out of an encoded transform
/// (`RTCRtpScriptTransform`), which tells spatial and temporal layer of each.
///
/// @param rtpTimestamp the same for the layers of a picture; here 6000 apart
/// @param spatialId of the layer frame
/// @param temporalId of the layer frame
/// @param bytes of the layer frame
@SuppressWarnings("ArrayRecordComponent") // nobody compares these
record RecordedLayers(int rtpTimestamp, int spatialId, int temporalId, byte[] bytes) {
    /// 960 × 540, each layer twice as wide. The third layer joins with the fifth picture; every
    /// layer of a picture needs the one below.
    static final List<RecordedLayers> L3T3 =
            layers(
                    """
                    0 0 0
                    g0mDQgAO8Ah4DvgIaKDgkHBksAAEgF/MDDvytGbOqQjI84wOd17QAGtD//TteTCHTlYKaDyEblal
                    3+na8mEOnKwU0HkI3K1JIvPSZf2oAIcTqlytNIsDBlwdfa4z6wWgoPondEQ/PLf4KJ7S4JVGkfzS
                    ooVJk8PduQvsR4dXpCB3IxWVrFIVdxQZuhyECX5XtspqZp3opYlOwTG6RDDt+GI+sNIyqz6VMLmu
                    5ONQLHCjFuQe2MuxqHn45z4nyX1on2kdW4R6F9LgBsy4f1MGNJGf8T8+Fag7BskHcMRVf7KLruOy
                    d2ZvH/Jalw3K/D2OR6AczbmCvWiYCeVuoimOWej7V+uZrQ268YU2/4E5dquebZXc/S88SATUvmtP
                    F5mcOiWPa4PAAA==;
                    0 1 0
                    hwICAAO+AhqxkcEg4MmAAAkAfqNCN8TrKLGdmRAcDgC3fXe4VtfXbISmindd1gmdUmmbvoAAAav/
                    /TbAACP//fwf//3eFRB9BJoKaO1Qj8x72dtd23iVACkf/7HdLnnynoZ7eADelpiaS5QHWT6SpPx4
                    /FbpygRmec4eRLjPrQciMfJqVVRGZTbNjNn6vOvRId9GhtWjWXw9aHb/2mT+EECB9JB61aNZfD1o
                    dv/aZP4QPtalMOw0laIOh9dASYU0/4qy4OdcxlqTLe0s0rTIVh5vEZBDFV2lml2EordLNfBas0SL
                    SA6yGYr3yVbHEYD57FAwL/kpLYTFE8rsPmq4nYLrF6Jda9+lHwCuHNzxcEudtlIkMSkrz+aJAreJ
                    0Vj/ww4yLaGwDM4Pc2KrTKcY6iurjERJut33vP5WF6GIaE3Aisqs9Iy47DmldGJ8eXvMXOzxNQhh
                    LAGO2pwFMiA+y8boHifwzbDbN+4tzyVgdJiNrfTzcaju5ouHYUi9REChfAgJofHV9b5lo9zgtTzy
                    zahfN/TyD58UPbephGB2LTqFqdE/J88mE4m6mnYBtMFo0U8NoCNXmuSeLAR9yniJIOdV3TZQSEcF
                    pNpoATLspKoCxOTsnFD23VqdbHPyFlPc1yTxYCPuU8Qdc9wKMO8vCKkLKe5nTsjx3zIwEMJ6gfHr
                    jvFSJVfT55RCtttoi+FvnA==;
                    6000 0 2
                    h0AMAAHeAQ8B3wENs0HBIODMUAADAHDFHjwAAGB5F7rfrtjCFfyxcXmA;
                    6000 1 2
                    h4As4AO+Ahqy0cEg4MvQAAKAcMov0cMPtXEYAFiSNgvxprYtnsYlLFuMDdGS72vwpaVZdpLu;
                    12000 0 1
                    hwgGAAHeAQ8DvwIbspHBIODLgAAFgHO7/1QNvhE+8wAAekCebvzVFvuLB4mJq1VYBl/kK6dEFcvd
                    ZNqzmoR2yxFxiELn8hXTogrl7ivURjp/IoQ4f/gFvzZXUBvAEuuMMMxl9dQtYR/s5oKsumpNvu5B
                    lO1T+sCzFcma611Z8qaJE04MlPiF+4IbAA==;
                    12000 1 1
                    hxAmgAO+AhsDvwIbM/HBIODNAAAGQH6jQmrvMWAsBVDq/XcQCnphdaX0zuTPQABdYEU40iAmyS6H
                    luq5gVomos6K8R6XvlfHCIpj5ivosWnzEV5rVLXMvjhEUqUWLT6BbshH4EjN28eJkl0YChcI08Cv
                    QaLt9SG+MjkyNbwyd8T264ZOURI/GSB+9ktj1hB7LtB4lRuA;
                    18000 0 2
                    h0BsAAHeAQ8DvwIbsaHBIODJoAAFgHO/mqpAY68UoMAAenAyn4ApA2ZFolSw3JQBseliETfsKmHw
                    CdI/xmZEbPMGbm0zf7hoJIJd0+9GB8qIIOcSjAJquPDrWnbDEs/SUpTO83NLblUCAio6/1sbwjV8
                    96CBaRxMZnBBcO+4IqYQBKkpMguSL/OA161ahPwa3ewWkO53OBfjryDGF5HPbSVpWA==;
                    18000 1 2
                    h4CM4AO+AhsDvwIbskHBIODK8AAEwHO/prV3XsGTwSOjmwtKPXgCGgBdwCNxE44qSZuF2WRR0LP/
                    x4dkpTFbB6fibb+uAgtAwYAfWRD6yZx89O5Om7bGncto/MbCDn4mRmhOkWTJJg/W8I9EikZi8rdA
                    7w0+ZiDYqeJ60LLgncPIGnQOFA==;
                    24000 0 0
                    hwEAAAHeAQ8DvwIbsNHBIODIwbzYCAsBgOzmcBgpcV2AAAAADYB2hh/+LhcFHYZ/y1+jNanG9YBc
                    g6Z5i4WLAABzt52ONugjeZlLbZFfSivZOm7plQyeNn40sKsknVsVDDLKBlKuDZfv91QELj3r9gyj
                    bh9L0phh893NQkBar1UgWZ3AkcXx2fl7ZDJfY5jGqaja710cJ9uNg8a8dRLQRpjl8eqiLqciRBhs
                    iuqAxAReGnEwG34xxpxMblPkQk0xzDFoldav+iaqLyxYCWzAp8Yg6SjmNZ1pxZ8PaT8xItf6Xhsz
                    Q3lcQKdEh7hcKp6yw5dboHEbJ8khGveGtJaGBX1FAtMfuWXG6M2jcuAlcBQTMLtzXm4PFLhVOpUO
                    DlA+UWR0QpA=;
                    24000 1 0
                    hwICAAO+AhsDvwIbsSHBIODKIZgIDgMBgOrgMBgoMVqAAAAACsB+oe3vsP0Yy1dU+GhH3Xw6a6We
                    0+GW7/zz/xeYGWPzXyfXe1i9Ummj30AAASReqgiwAXupHmRzKj0tZAqRKHhPN/7chi7PiniqeAjK
                    +ux+xFOfOalBlH0hwv5v+L48jyyZgftT6g6BSXOpMt7301T1RUhtvMphyLdMWIPPmCUr1JP84t/Z
                    dHDBCV2U6MQ9A4HaIef0l5DzObBWH7FlDER7QQHOI6rLg2Nhh6z3uzT/SxKq3zpYlBN+a6g+sFF5
                    349OUou8enKTQNxbxP7lxC3rwoBDdLY9ZN3wWxvm6/agIOhEPpgYobuWnjAN3LTuMeEnI4JImhvT
                    Y9ZN3NmDoqNO8xJsgtYw0qOzmend4dBWWUL17wnx/GVb/xKhwly80b5E4S5ekr3ZATgKgehkQlkA
                    +LWMaAzFP2SxKsu0nUmDNq5jqSMIrSxVWMZN/lbjerteLTLlnoJhWCN2oKR5GdbIkRbRVQhNyXNC
                    FaO4JiIA7zJBVFY273Y0ap6dyFViRXDRoyXRk6o4d1iQg50t6CChNUao0S7wwSyyAi5ehactSa4v
                    ugjFl5+9PqDHnzMzs64L3IJvWij0bPjFFwlDQx58zONvrPTahIb88ZLQTW4OcJLAAA==;
                    24000 2 0
                    hwQkAAd+BDaxMcEg4Mph4DAYDAYDAYDAYDAYKDFZgAAAAA0AfpKGLtWez9bpmivO9yV7B6z8my/z
                    fr9N864i1pkh/E/6/1GdX7iH1Vyeas1Apb60V64AAF/lVP7vjqnMssbQQWxoqhzUqEh2sXwabqyv
                    pxNzWLuNE3yDAJcgvLQkLh260YXnc9Z6npV65IkOqkuKk8DU9PlAIhfZemI1OGXtN153PWWQt3pI
                    r9/IIXzshgZfeQL0xFur9nhb6FKAvTEanDLz1qQuIGGSAVkiv38ghfOyGBl95AvTEW6v2arfuwGQ
                    XloSFw8YlFYghlceCaARVu2h8xYbOz2Rfmx/rMAAY9zTXlmXC284XIZgc5FJ6C1NiNzD1rs5yVEa
                    6vdAiEbvkNZ6V651XHk5Cm2kn9As9q/yCrR7LpryzLhbecLkMwOcik9BamxG5h/ksMsH2BTd3Zwc
                    3Bt4iaUDBMq+T2M2P4x6Bfu6LihE0oISBnLM6K3CD/1wavSomQDrWCWQJYUemzRMQDfIB1mP+VLj
                    08AH4yE5Ljenc9iVs5ccz6kEQKNzl2y2sgsfPc4/IgWjIKpJkA60T2Oy49bANcAUVFSMVCeMV3JK
                    C5VldsgIGB4oJLnyN/vPWB/hyCrwIPV53sB4c9jIsz43KQa21qetVBq9LfStoWZ0VuF7+Q9Xmv5k
                    A6zH/Klx62Aa4CI3zz3ORv956wP8OQVeBB6vO6VvA0xdv6wYcvg9NRLTvHW8DU7HlqBkePY/M25r
                    0bqQjNI4cfIemhvmBWIlD3zIAA==;
                    30000 0 2
                    h0AMAAHeAQ8DvwIbsaHBIODJoAADAHDFHjwAAGB3eQPJuBA66RIBq5jswAA=;
                    30000 1 2
                    h4As4AO+AhsDvwIbskHBIODK8AAGQHO7/3+ERXYA3V9fFcVVOSzpjdUkvAERgABek9vnCcZbLqGq
                    PKfVmqsoK5vHlFdJ7acCKj/y4x7GgtrwLVe4krZ7UN/dGMDSoSZ5yI21p8Pg+mwoJH5HMnzZ4jRi
                    bXhJnnIjbWnw+D6bCg7n8D5HW3Q3TfBb0CbYnPjT4fB9NhQZAe4k6kAh3AFrCowO5C+znDXnLi7R
                    bQJbo7cUrlRE7SAFgZ9qe2i4;
                    30000 2 2
                    hwBOAAd+BDay4cEg4MvgAAmAfqNCx/P5+fpIXRd218/2Stf9X8z56j1676u4IHVJdyZ60ROAAABf
                    FKyn1OW8zvbXs1dJJpoyhPH7Xk8bh6UgXE2xJqps24bhv8u4yWuLQ9lrdTm41Cj0Y4fYWTPJh7uG
                    45QgGBPf+OyuZoICHOiKGoJ90yESmtBw5NdoYCSKheo8Z8heVrjh8/BiVX+0+7huOUIBgT3/jsrm
                    aCAhzoihqCfdMhEprQcO3LLRd6O6CKzYi5ElxIamr2vzCmRVRuHBR8v71chqPMuyPNUPZx2m/79U
                    tDEKddW9iFT2HArnwpgLidBfZQO361FN8A==;
                    36000 0 1
                    hwgGAAHeAQ8DvwIbsSHBIODIAAAFgHNnfATetU6k6wAAYsCM6hMOYG74A9SNWYbnioh0xcxQBO51
                    9lmINT4lHVA7SrRMoLzs2sAA;
                    36000 1 1
                    hxAmgAO+AhsDvwIbsXHBIODJQAAFAHO4H0q7AWAsB1IGvvzcKPtXDQAAWb2kwz546PI5vGST+8nt
                    HBOgGk9F9aOIWnJXQ4AHSto54KRsEbCiZsC55zC3G65DzzFScZDhqz5KCxFrl5jtWjDkFp6uP3z4
                    N7qRhYA=;
                    36000 2 1
                    hyBIoAd+BDayEcEg4MqgAAQAcMnfo4VRHNgczmBmA3AAAFp5AjvxYUm2Vi8kx0AUkQCJcvvGB9tX
                    4dBw0eSlIxVmBgIaKxAQ+6CUDVmTM8NB9mOBitK23k1R/CC59Y6jRqQkJURTGP9Hbu7+AA==;
                    42000 0 2
                    h0BsAAHeAQ8DvwIbsRHBIODH0AADAHDFHjwAAFu6nqYI0er2MIV/IpA=;
                    42000 1 2
                    h4CM4AO+AhsDvwIbsWHBIODJEAADQHNnfAT7PaUkvAEUgABalyijA+b3C5QbbJHWevXuDuB0BRck
                    zXm0AjgU3PuDcBIY7QiycaaE;
                    42000 2 2
                    hwCuAAd+BDaxYcEg4MjwAAqAc7+nb+erkP4pHlffG+R3tOwTV8J4r1AfqOaukHqPY000eqS7kz09
                    gAAAXxSsp7lw2t5nmRwni1y+cM3x4wp/7VogedK8akMHQYY+EeA3jGtUO+62/1zn7GL2Yb7B8F5p
                    D6fIgN2OqGoCsvvu4vu4v3Ger5knnOzHCrIAvj+O+uc+7i/cZ6vmSec7McKsgADVMUNe4QOhlJym
                    zG4OPCQ17hC6s2rFnFQGDbTuN6YZwOFPylolcTCZL+RhK3YXth5n2XVj7x5rX4odS18p52Z8vWHk
                    eCf/u4vu4v3Ger5knnOzHCrIAvj+O+uc+7i/cZ6vmSec7McKsgCOcKr+UU+UU/Ep5mnuuyX5nPAM
                    mf+U/u4vu4v3Ger5knnOzHCrIALIk/OkoVHrpgbXGj28MPOdNQfGWrdn85OcvSMoaykpJNH+6HbJ
                    UxM2SH9/+Nn9o5i3blJiRWORDQolupjPQIIwQz29Qhhze1shIKtgW8t+3fE71sn0BOMIVjgmzPE1
                    QA==;
                    48000 0 0
                    hwEAAAHeAQ8DvwIbsJHBIODHEeAwGAwGAwGAwGAwGClRT4AAAAAGgHO/nnQA0x43xigwAABjKr94
                    XCBKBAD0TzNf8GLqh94vf5CISdECWp2mBGAZKIB53WNYCa/1fsSOTDrzYMNnY/vDUmj4H+UeXtzW
                    hsMQg5333LqomC4hyKFaOQ0u5wYBRN+MNML0FQjzkoprTkn069iffECA;
                    48000 1 0
                    hwICAAO+AhsDvwIbsLHBIODIIZgIDgMBgOAiUBgpkU6AAAAADAB9YUhTe3r0iArWnewOa+fk+B/+
                    MfPyCu++XXYWdr2nutNNA9d7HKOZpSaaW9XugAA46X//5BiAAR//+15///0jLGttOT9VV2F5rTu9
                    zD+MjKfkmQjtvz59TAAebFm6K2iuzRSjTfjFXhw9GKFQcQLP/PRXyVfB/z/t4MM13UK5WDnr4yiJ
                    6KQ2GimZCSwFwaOus8gLOGI7KxHD+GzG5ZbzZVUkKUzISWAMISv3mC9iUs6LBhq1H9KGTNZMgPyH
                    AOBPBvOojowC5yXG4hayrvpS9qKxSTcHm2DR5QiI9xepQc62+JJtkybOyuvFCwGRagQ/3ofHrrfi
                    KA2e7vbmTnDn2jkv9DDNd6Hx6634igNnlmQnm1piwnCquChPYV7rVpChc3qjsgSCH9SRZr0D1j+d
                    ph6lBzrb4vw79emHvSawP+LfdjQlWKecZHbWRk8imFWR6rjHeOFEJp/woflLjrof8eXoFzpcXAqp
                    cXAbSfAC3Sq1PRKrU9EqtT0Sq1VP9VjUpk/Gv2rdrrJ2QxQleuIySpvZ7sFzcuJ6y1GXs45LCN4W
                    lP/+mQD3H/BSahRmKj0Xi6IfodNw206xCSn9l7vqMYJmZjccq7oIbJJJBcwG3H9q3UBphIsTh2fS
                    DrcecBawyNhWi7PjoTTYzC+a4wsbx3igrTLetFOt/8s8CM9fz9kOze/4w0HxhDit6QfYjNlaf1I0
                    ZgffwCaRILS5C9LL6khso1H1lL69ifvTqLvu2wN18aCGySSQXMGIA7NmmWDbFSY0xpHCs65RW8py
                    jnRSNhQZh401KuVpemPjCxvHeKCslpaIKxeGMRAPecHLtgAcPHTeRfPYSUkd+4qjqNJrCMIL0Bsx
                    AHtABN1TItHgG6bjNg==;
                    48000 2 0
                    hwQkAAd+BDawkcEg4McRoDgMAwGAwGJQGChxQ4AAAAATwH6b098Z6X5/jsY0RTVn/TsgcMsTRThm
                    /X3e0u78nrVDvgX0b6oj/pfuXt+OlwX0yQ+r5Gi5ul5qO9PAKO+67ZqSZ1Vyeas1Apb60V64AABg
                    BTrRY08Wu5kzzntrR/c+sgnuD+/lqvemUZ7pcP9pz0gxXjp9M2BxdFMMAcdFZL+Wz4+s+1jqvFwn
                    UGr7qEGuWsoMlrsEW4ChoZL6hEAxGk0Vkv5bRaJYmIW+BsBUdwKhmxpg5ATMx6ZYSXXGviiBzZjN
                    m9OSF/LaLRLExC3wNgKBhwrhdQXkZL1OaYOQEaUfNGfMDZVJ0QDg0emaYzt8vj8rnFZ0zmZfpmWZ
                    X12FpWI4ecVnH0yXacmwZIOrEzTGdvl8flc4rOmczL9OjK85n+J1FsHfCyy9T+a5H8xdgEpzhIXO
                    KztqhuuwtG6D+GurbyQwX8to6c0wcgI0o+8xeb875XD+SF/LaLRLExC3wNgJHM+wF3y+ZgWloehO
                    r9i4cJ8c/TRDQFlH9YPUyZ96IW50UAm1zNWFaXbpyvWhdCKxgKZ6WEzzJRZnXXuf7EkO/zz4kqEB
                    YpfEpXE3YPml2vQGLF3OvTakswEAoEJMmzLgCIJe96gYJutvn8mYl/x2hOa/Ir1cHz54ymVUFPJP
                    LpiJzWro5f8ceZZlc1PxhwHRgPb3pr2l0xFTfq8EBIk+R7z5dGekVtaUi/SAqAWaPs15ddFps9i9
                    HNDFaX8BvMTmk8kAfeX9T71Dbm4AKQseqU9PBUAmjdKpthYyPKt0W2+QOUxjM/JmdiIk1hlXUwsE
                    gAFdmfK04hmt9CVzYfN2aZ360aI0P7Axo3DNV8/z7zZTcO2dw309xVScQ87EqdvjEBmdhcYAilJW
                    nLsiN1VomeFz3ar5wifmTgX/T/g2M5lszIuaHYT5H2pyF6+RLH6KifSSiIW9irzIyY3at0XgNvv5
                    mr/G6Nf2Z6o+KVdKMZm0qRv7tdnLsiN2Kiz/LkTCAbwXmVge3VNkhkB25So85JYk86SOHCkjknXF
                    xC6gzd4aGQ+CPWRuWiZnPBFXueING7JWq9/0/K5naYlbtARzrrQo4q9kpI9fbuOkaG0MS9ddYxKY
                    S5N9/M1e22Pv5mr/GdaN2SrEaOYBt3+pmNDvEu6+mue1WQbWcuyI3XuPU0i4bZZPfbK3WL7SNg45
                    rD+OSWJK6qKqp8A61Z1EoJ+4lVm0DNSHnvjmlG2sgdhPkgrK7dPajYjl4arIn7PUWljpKxCHkn2+
                    jnfDxuptdVQbnIH4ZX0n4dxpiaxubsiqztdzcdY4FC5Co1YE4E40t0qNXgUA5YA=
                    """);

    /// 960 × 540. The layers of a picture need each other in keyframes alone, which are the
    /// first and the third picture; the third layer joins with the latter.
    static final List<RecordedLayers> L3T3_KEY =
            layers(
                    """
                    0 0 0
                    g0mDQgAO8Ah4DvgIaKjgkHBkwAAFwF7jrIx335ei9o6kIxR/vO8Dn9e0c4AAavs4SeExuv7FE5yA
                    s7s2//QheTCHTlYKaDyEW1zvB1b6hWMfNeatXzgXwe6x8tzRmetoTfKuJsnQSt80O9QhZsfzH0KW
                    52RK23NmZ2RPO2bv65md5fBbI5Kr85ZDo+DVr6pTRCDuUGEpOUFE5AzFdk/1SmiDSHz//KeYsK/j
                    MWJlILLR75bFYvHjQkK+0lSzRICBa8uobYMlHHl32XX2ulyThtzEIW5yA5JkbTvqE13b29/NfiZz
                    GhxO4XKWcPBbjrtwFTbbADszuwkLSSLXvZweCy0lPLerezt9H5tFXhL0Sa1E1pGdDr7gcr+mYkY2
                    wAA=;
                    0 1 0
                    hwICAAO+Ahqx0cEg4MogAAmAfqNCK/cvcvyetR0WOlr1nqNU/k/R3GPw/jq/RTuyRuqTTN30AAAB
                    q//8oyAAI//9Lj//+gpUQfQSaCmjtUI/Me9FxVaj3/5LfUmGEAR/K7rfWNzOFI/bro7lCkJvABtm
                    mxGLgAn48nYqyAS3D7KhazP19AnUuEKVnzfodh7iSp4r6xEai4fOtxcfQCBhLZzF5tM9k7AYVZ6u
                    BJ4MhPP7qRRX9rxyXONjNQGM2di+HyLqvSmd/V0avwIZ4TEPkXUi2DCo2t8nLdoG134yP1yUGerg
                    SeDITz+6kUV/bgn6z1cCR8+rV6Ehm/HcxQaj+meADPVr8UPZZh0PuP75FnqbZqOFItr4rB2qCnv4
                    joPqr9no8c1dRE/tmCljiGgMS2blm6D6n6ywn2f9LGj2WvwISNoB+YjQZ3iOK8uYHyL6Ee9U2wsY
                    nys3nf8SHDHMdjC3QPX2tsQXfjbWaR8RI3QR6v8v2TD3xCJGTFl2J4GTQoSJUevnX2tsOLugmCNj
                    slHtbYgu/G2s0j4iRuglGBwohEjOFlxjLlSyUnYeA6TQyD36DGvGoP1LHCHwrD3uS+rm1cCR5FuE
                    2gA=;
                    6000 0 2
                    hwAAAAHeAQ8B3wENMAHBIODM0AADAHDFHjwAAGB2MrkAw66RIBq5jswA;
                    6000 1 2
                    hwAgAAO+AhozocEg4MzAAAKAcMov0cMPtXEYAFiSOTiFST2MWR96yrrUYq1L+LYXe/uA;
                    12000 0 0
                    g0mDQgAO8Ah4HfgQ2FjgkHBjiAAJAF1hvqR5/9/30/39v3T73vbOodYfkeNCEV/EssK2visikc4A
                    AGsDTMMlTGvGBe91AtUIYGXd88//9FM41AJ/tLYTGhTg1pLmNWkZYESdu+ZiraX//5M8pocvhU/a
                    AIzLIwzpWVYgFjuSapc2ZUzQeHAV7OB156g7kcaz9jWgEtaZDufCqd9ISLl3R1eDi7rKE7QV7+Ms
                    Y5BufRYmAEpDB6gYIKqIS1VRHa9WfqhQvjTDnWQQt8kFPpnDlxK4S6dCiqANe5/25gTWVo9qd5bT
                    vj0U1XY4QbISQ+SBixglDVL1iyV6w1rv8QyncCtd/aAJgGYO35Ts8t/WuRfDj1k5wHZNGy5gJBEW
                    rCAZyNimvfTjIZv+ljqhKdi+YyXUW27kPjr1t35MxPuA;
                    12000 1 0
                    hwICAAO+AhsDvwIbsRHBIODHwAAOgH6j7ekhTVnt3IwA6j2ZcG21uDP6+flXvriXI3uvn5BXietW
                    Q01+a6p73fU1enfXeyi6UmmlvV7oAAACp3//noIABH//8fh///4QFahshggRpwxha2Y+osGVsn/6
                    QHBk6AgwHDRPw5Y1yhH+mZUCxTKRFGev6s8LJ4Ob6/xLz+1SImKyVxxCwuY8sPewNhDeVwFl3YkQ
                    NQmdt+mvGXLMD0GjP5ISmV3S5vcJw27VNSImKyVxxCwvEdTpuNreiM+j12zQSnayl7ftUiJfl5Gb
                    uqs5kFDeKo5jU9Vbp/jam1q7DbUPE92EYjyZFgdhIrJ0If0aZwSOwCY5Qn48VH0S4pPbwYX+4dWm
                    US0nK+8P44evNfG1k8W3w2DcE478A3r1tGsLOoVkrjiFheI6rKWe5CZLJmOZgBaOIWGj6aO/8b80
                    ejoJ0JRKFp3r1tGsLVLGt5i/Td0GT+jSi+rzNJcwUH2VtBd5021Y6emEdmKbOL6CpxwC3GpxdbEA
                    9ckfueIoHf+fF8UpZbXA/QkRZTm9vgkSbfnqw5Lw2E5yl9KCFsNrky6tzCeI8EbgpgBtcunJb/Pq
                    LZ41ftztrAHwASfn+F9cnSARM8sABKqyLEERcug2wulyCBLyAZCTAnc+cnoZvqg7KZdrmauIhAwp
                    XEAvFSQ1mMyGcuLMPhH2sWM0mGZkRLBiIcgSIY/vLPZYXaXFf+2fMdb4ZpB6ERuO/q1BubQ+/Mjv
                    vE6+DgKC/hatXfQDcWTwLbvuROMRobHoQnYIJRKXJh8I+1ivFvfH8WDllsAHuwM3wOHmfIfjPkaj
                    YHdV7oDNWeY0eXMYatoTQLlZovzdYfO/uzpXkRRKvNnlcW6nHPexp6d+sfvLnowHVw2/LLQ8RkNQ
                    38GpWKJQ7o5J4AALvbnDC5H2Sow=;
                    12000 2 0
                    hwQkAAd+BDaxAcEg4MeAABMAfp7nH7GV7tWfJsfR2kHDN+76mBq/uL5PWqHfAvo31RH/S/b+zb06
                    0jXrTJJ666l/RuvgXyvajvo4BLrtOsEzSrk81ZqBS31or1wAAF+XdzCJdG+P4KrSxrQZvbGwA/tI
                    Aj6wwJIy88zkzG1ztHMTGa4hyF2UIo210VoASB0aeXWOwD2dH0PAUVPdoYqhYml3Sdbnu0tKxpVZ
                    O2Sq5Aetl9jJHJ+5cWarJ7l7zJ8l7kCWxYml3QOQD2Jg3tcCS2NugBm+qF1d16RIi+YbCi9dFaAE
                    gdGnl2nA+KDWhr2Jg3smSprE0u6Trc92lpWNKrJ2yVXID1svsZJCSryFuVXBPWYxjzpwjJQCBsH9
                    9kcHmNzrV5Lyry4IYnMjW0rZfCgPqC9pHPum22cX0IHXK9YmxaKhBf/r9ISeB45+K1zFTxLd7Npn
                    7jq7SbCvhFhLyinDSdUwnk1axkoHzfXafeNCdfpESubyJ+hsxoTr9IiVzeRP0NmNCdfp15mNCdfp
                    +jms9nY/eUYay8YBsoo3GlMqc7VPIVW8r40qoE+MBP4Q4HI2Q7wGPbZv5AWI/nlFjNW29W3mfhus
                    9Y8AuD3PP8WpSxxkU2SooO/vqJh3gMVyAg+Z5vSXsjAK9XZPNK3MgIPmeZ0rkA+tZQul/OhsVDh8
                    l32LdvgLq9C1KX9K7aQdk+5EpAYaVOr7Zc1W1yAg+Z5vSXsjAK9XaBV9suara5AQfM83pL2RgFer
                    s9cKu65oU+GodDFcgIPmeb0l7IwCvV2gVfbLmq2uQEHzPN6S9kYBXq7PW+Pp+ddfqW4+w97mvn5l
                    J/GtGTJMNauv1LcfYe9zXz8yk/jWjJkmGh83vXuuogoVcY4OnPEoeZs8pnAsSSApPifjKrllNQ+f
                    WrTxmJ3mMU6IFFEEYnMpjAQFh5xSS3QAL5onZGAyLtlspkkm11Ajg71akWaX738+hfq5oG5yBQtV
                    smV6wUfa4/cZ1SYRLikc+Jpr2dFdnYLL+hA=;
                    18000 0 2
                    hwAAAAHeAQ8DvwIbsAHBIODKcAADAHDFHjwAAGB2RlyAYddIkA1cx2YA;
                    18000 1 2
                    hwAgAAO+AhsDvwIbsmHBIODLMAAGgHO7/3+ERXYk3V9fFcXlgPglnTG6pJeAIpAAXpPeMvxFgPJ6
                    7NIVhq0JJDpYHUDe3asStJ3UaIY2xQoxmHcfLwnOQ1kgBdM0c9jOf5MsGD8CX7vyApCCOco5gTKP
                    4T1Ue502nFZVkbKHVdIO3JtH7Dc2cq/OP/NPOTh+FAyqKmJNOtfpVyCMj0RE4rOKNbHKRH41z7oX
                    XURrDXhd/OA=;
                    18000 2 2
                    hwBAAAd+BDazAcEg4MwQAAdAfqNu/HcU2DX4Hx5qu+ruLJiLR5jhm8d6c19wAABfFKyn93Rt5nHA
                    v71r9LuxMYBopZaNfmV9hlibf4SIX1xH55GE9oOq9nOKTeqV0xd7pOnVkZxyR3jYB53m0tDChFLl
                    ZWhmnXs5t3kTH8JpkfiuLzhQBwiD9Z6YpvhmczsZz0SIg/WemJXis0IMVeyKfpuddM94+zhrd89m
                    M8RU4Bwhfb1iv2LTJ+tEWORrnEBOpM71AA==;
                    24000 0 1
                    hwgGAAHeAQ8DvwIbsiHBIODKwAADAHDFHjwAAGB5F7rfrtjCFfyxcXmA;
                    24000 1 1
                    hxAoAAO+AhsDvwIbM5HBIODMsAACQHDFHDD7VxSAAF6T38crajIQHYDSrmnreX7giU5NpFPNp8wA;
                    24000 2 1
                    hyBKAAd+BDayUcEg4MsQAARAcMov/D+I8ZRHNfg/+AfgAABZApd6wMJYPIl94rqoeCzia+LhU/tT
                    y9QFAtgDgr2P6Wir6enTjSRLTYa0beBTfmUhptY3/A==;
                    30000 0 2
                    hwBgAAHeAQ8DvwIbsAHBIODIsAADAHDFHjwAAGB2RlyAYddIkA1cx2YA;
                    30000 1 2
                    hwCAAAO+AhsDvwIbsmHBIODLMAACQHDFHDD7VxGAAF6T3AWMDfQqQK94SKxybvGtUv4uKG8j0AA=;
                    30000 2 2
                    hwCgAAd+BDaxQcEg4MiAAAvAfx30bnD8/3+Vw3BtO4yti7Ze+ZIrOK9Um6drr1TXG/6jr3/DDHDK
                    JApb60R08ABfFKynLm+fsn8xpcuduISO///COaKdqDCNRwjZrHuhAVj/3h5ifcBie5s+3JhGg/ck
                    XvB+9H3PfHJSCVsIZ/syErSzsiFeuajwzJJqHvnlqbKRwVfjNebFtEvv278uCE0Yq0QxxL9HDvsh
                    KTTniPhZkhnZRx/vptyw2KScXyOCTSBIPfMejpcf4e9fjAPgbhqacHrqVbeCjXx4WSogKkmAUdvM
                    wZZBTbmQlaWdkQr11hFKGGkY9r6406K/a8Bi2khP202XVmvhim/ej7nvhTqCVsIKDBFTZSOCr8Zq
                    toZCN+aMC2f4AzFsC+h+WdMpBP/vSib3S1SNl6QzQYHaajd3DduFMpvnRDb5uLJdV+n2Z1Jtssw7
                    XbEiIpBA0ARQScqRkBNeOvPw3wLZTydp9KYNnIBIeLkWHfOQ
                    """);

    /// 480 × 270. Two streams of key frame and inter frames of their own.
    static final List<RecordedLayers> S2T1 =
            layers(
                    """
                    0 0 0
                    g0mDQgAO8Ah4DvgIaFjgkHBjiAAGgFBgD+j+DR/r+Xcw+q3Z28IdL3TX4OPhO4AAaz0C2GSpjXjA
                    ve6gWqEMDLu+ef/6KZxqAT/aWwmNCnBrSXMatIi7f//8zH//koJ7Af9lVY/oeZrnUzR8NvkQ3ywV
                    HIXb6gxX22JBXP2iU42LIqcuEv8Tma9Ad1rC/xOZrUXCPO4XQMcvyZajn7gVWr0LU3RxGDJiq9tX
                    YrFIQiQMTRAOp35GDjgEgGS6//Z/LgYfCDHCn36Gcoxm5YkA/x1wHcGaBGnIPQWzU8RVFwLaAo8q
                    bWX1UZ268y5PhbHIHSMjWA5yWF+X8f8MN/3O/66oQDqpBPyUFTYU88/Sxq+dYojntTqnVPhzeSx/
                    Bij0ykESx/BglArUJ8sP9vk9W7WWIBRSfePWMv3UhsQCili38+xUHBHpd67rEf6WQCmglKZMCbvS
                    HtJKAuLQAuhZhOEsW/FZj2paqks/XmlLcA1pKvD5gA==;
                    0 1 0
                    g0mDQgAd8BDR2OCQcGaAAAKAUF/9E+x4R6xh4hUHgGR4Ixo2wABnP/r0AAyeZ/WebY/VhwumD+Iw
                    TclrwbnVvhurHOhbXFhbOuqbSYh3YmacVte7gUFqlXRburG1iJbv4V7gOT4l+KG3/wsvdDPjextl
                    rC1XIgGgPjlXyDJ7FIXKSgGn92P2HeRBXllgyexSFykoBp/dj9hnhaZ4dkGVGWngOSmUbDg1f31J
                    YEwqjMQs+oTTilbmT84G+Yq5z9HP5pef5nU6aR2BGezv6UXbxfelSfLwTemPgCqCJXEClXBGF9DZ
                    8P3A6CDy4yiUf7bfHmZWv6NblVEP5+us9++wYbn0P/WCxdOgRlHK7kZLheSwItFIsFglf+KVPZDt
                    r6i8tGJp1sJkQ4p9Yffckc3BDvOxMxOdqFeQUBdNEt2LO4cA;
                    6000 0 0
                    hwEADAd8BDbGRwSDgy4HgMBgMBgMBgMBgMBgn0VCAAAAAAxwxR48AABgwRfK4W5gyoYWnkcUgA==;
                    6000 1 0
                    hwIgCMnHBIODNAaA4DAMBgOrgMBgnsU6AAAAABh9Y0ksY1rvMdX80d+9d/5zyMMccKLOkAAQkqHH
                    lihToKC8w5CFk8Uf2Yf7viVazUmgpW3PieyYoyp6dFrLEfMZ3ioVgRCVIYIShJIgQj3EMicRkJhF
                    KX5EFMAA;
                    12000 0 0
                    g0mDQgAO8Ah4DvgIaHDgkHBkAAAIQFBf/9H792+r9g5dzF5Bur+MH6H6P8vcfkaOwrRgDCdwAGs8
                    o6OdPUVzRaO9B/tlK0uO8//l4jTwDNL08QqDC0rlXLI1BXdVv2M/fqZnn8aSieKCkZ/6VTarbp7r
                    v/IyknhizOih0VNAppZ7/FJID3m7ZCtQbNuC2PYM4rx81cnF74JDHvAZh0/fvj6VqfJztPJXZPTa
                    nV3/JmoDy82eKa/PgxbkRNSxLlYG6DxZFF/7Mj6exVMqzGUDNeL+Aw/yumMlczVVn7oitT9n67ip
                    ee7p9Tnz0l5dhZ4Ci26yrCd8kt2pMDQ0828LaZoIAOX410+oWLBeZWq4gen5cV1QXAC3BBAUnP+A
                    zT+a3PQMv+JniJGNsA==;
                    12000 1 0
                    g0mDQgAd8BDRCOCQcGWIAASAUGAP5v2bRel9d1HzH7HxH/GHqH54K2kYIjjA5/6/CP14TuAAa0P/
                    8by7GOM8rD2oOpwC/q5Odf3/+TQwAfIWEUlsflVodwwfxGCdiBP066cFImC0mRwQkLP/vQV6gbVy
                    8iCQbcLl90W+5QHUboAFY8hBKjFZLTA2nRxqaDZdijgn/+O/83yxjoLrcyKradHGpoNXD9bgr7bo
                    EITK/qkE7UyvQPlE1k803J2njkIYUowv/u8K+akIsJL9WfwSOPwE4TclcwIBKySrIMmorTR1BLK6
                    yKXmBABcbZ3PrkveaTZyGptDAnJvC5OrSW/iw4FyqHd6H7jdLL/ZHpAhjisf2qKxOaVBBug2kNFR
                    F5/ETnn0aHExP4PikuafWIX6bPEz3HwhoRW/E4A=;
                    18000 0 0
                    hwEADAd8BDbGhwSDgy6GYCA4DAYDVYDAYJ/FQgAAAAASc2d8BN61aAAABErYwD4AIIAsdh2FATs9
                    i/EzfERGwyoYWnkcUgA=;
                    18000 1 0
                    hwIgCMnHBIODNAaA4DAMBgOrgMBgnsU6AAAAAAt0N1DyALjVHoOkAAjaad3APAAZC7jJmZlzgYVI
                    O1HNiUu4yIyEJzWenuDY9LfEPAbAVg2HZTST/aXp31YGLMNQGo9L6m/E9tY0VXIeVtT/7NMnHS1/
                    +LWe5F0gRmQSddZaPEAOTCA=
                    """);

    private static List<RecordedLayers> layers(String text) {
        return Arrays.stream(text.split(";", -1)).map(RecordedLayers::layer).toList();
    }

    private static RecordedLayers layer(String text) {
        String[] parts = text.strip().split("\\s+", 4);
        return new RecordedLayers(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Base64.getMimeDecoder().decode(parts[3]));
    }

    /// The layer frames of each picture.
    static List<List<RecordedLayers>> pictures(List<RecordedLayers> layers) {
        List<List<RecordedLayers>> pictures = new ArrayList<>();
        for (RecordedLayers layer : layers) {
            if (layer.spatialId == 0) {
                pictures.add(new ArrayList<>());
            }
            pictures.getLast().add(layer);
        }
        return pictures;
    }

    /// The pictures as they are stored, up to a spatial layer.
    static List<byte[]> stored(List<RecordedLayers> layers, int spatialLimit) {
        List<byte[]> stored = new ArrayList<>();
        for (List<RecordedLayers> picture : pictures(layers)) {
            stored.add(
                    Frames.superframe(
                            picture.stream()
                                    .filter(layer -> layer.spatialId <= spatialLimit)
                                    .map(RecordedLayers::bytes)
                                    .toArray(byte[][]::new)));
        }
        return stored;
    }
}
