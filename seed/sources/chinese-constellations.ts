/** @file Chinese names of the constellations by their IAU abbreviation, without the final 座, written for this seed. */

const names =
  "And仙女 Ant唧筒 Aps天燕 Aqr宝瓶 Aql天鹰 Ara天坛 Ari白羊 Aur御夫 Boo牧夫 Cae雕具 Cam鹿豹 Cnc巨蟹 CVn猎犬 CMa大犬 CMi小犬 Cap摩羯 Car船底 Cas仙后 Cen半人马 Cep仙王 Cet鲸鱼 Cha蝘蜓 Cir圆规 Col天鸽 Com后发 CrA南冕 CrB北冕 Crv乌鸦 Crt巨爵 Cru南十字 Cyg天鹅 Del海豚 Dor剑鱼 Dra天龙 Equ小马 Eri波江 For天炉 Gem双子 Gru天鹤 Her武仙 Hor时钟 Hya长蛇 Hyi水蛇 Ind印第安 Lac蝎虎 Leo狮子 LMi小狮 Lep天兔 Lib天秤 Lup豺狼 Lyn天猫 Lyr天琴 Men山案 Mic显微镜 Mon麒麟 Mus苍蝇 Nor矩尺 Oct南极 Oph蛇夫 Ori猎户 Pav孔雀 Peg飞马 Per英仙 Phe凤凰 Pic绘架 Psc双鱼 PsA南鱼 Pup船尾 Pyx罗盘 Ret网罟 Sge天箭 Sgr人马 Sco天蝎 Scl玉夫 Sct盾牌 Sex六分仪 Tau金牛 Tel望远镜 Tri三角 TrA南三角 Tuc杜鹃 UMa大熊 UMi小熊 Vel船帆 Vir室女 Vol飞鱼 Vul狐狸";

/** `Ori` → `猎户座` */
export const chineseConstellations: Readonly<Record<string, string>> = Object.fromEntries(
  names.split(" ").map((entry) => [entry.slice(0, 3), `${entry.slice(3)}座`]),
);
