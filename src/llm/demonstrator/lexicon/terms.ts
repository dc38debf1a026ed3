/** @file Words that describe sets, in both languages. The English form is the one page titles use. */
import type { Term } from "../lexicon.ts";

/** Regions of the world, as the pages of countries name them. */
const regions: readonly Term[] = [
  { en: "Africa", zh: ["非洲"] },
  { en: "Americas", zh: ["美洲"] },
  { en: "Asia", zh: ["亚洲"] },
  { en: "Europe", zh: ["欧洲"] },
  { en: "Oceania", zh: ["大洋洲"] },
  { en: "Antarctic", zh: ["南极地区", "南极"] },
  { en: "Caribbean", zh: ["加勒比地区", "加勒比"] },
  { en: "Southern Asia", zh: ["南亚"] },
  { en: "Middle Africa", zh: ["中部非洲", "中非地区"] },
  { en: "Northern Europe", zh: ["北欧"] },
  { en: "Southeast Europe", zh: ["东南欧"] },
  { en: "Southern Europe", zh: ["南欧"] },
  { en: "Western Asia", zh: ["西亚"] },
  { en: "South America", zh: ["南美洲", "南美"] },
  { en: "Polynesia", zh: ["波利尼西亚"] },
  { en: "Australia and New Zealand", zh: ["澳大利亚和新西兰地区", "澳新地区"] },
  { en: "Central Europe", zh: ["中欧"] },
  { en: "Eastern Africa", zh: ["东非", "东部非洲"] },
  { en: "Western Europe", zh: ["西欧"] },
  { en: "Western Africa", zh: ["西非", "西部非洲"] },
  { en: "Eastern Europe", zh: ["东欧"] },
  { en: "Central America", zh: ["中美洲"] },
  { en: "North America", zh: ["北美洲", "北美"] },
  { en: "South-Eastern Asia", zh: ["东南亚"] },
  { en: "Southern Africa", zh: ["南部非洲", "南非地区"] },
  { en: "Eastern Asia", zh: ["东亚"] },
  { en: "Northern Africa", zh: ["北非"] },
  { en: "Melanesia", zh: ["美拉尼西亚"] },
  { en: "Micronesia", zh: ["密克罗尼西亚地区"] },
  { en: "Central Asia", zh: ["中亚"] },
  { en: "Baltic", zh: ["波罗的海"] },
  { en: "Nordic", zh: ["北欧五国"] },
];

/** Names of groups of countries, without the noun that follows them. */
const groups: readonly Term[] = [
  { en: "Scandinavian", zh: ["斯堪的纳维亚"] },
  { en: "Benelux", zh: ["比荷卢"] },
  { en: "Visegrád Group", zh: ["维谢格拉德集团", "维谢格拉德"] },
  { en: "Maghreb", zh: ["马格里布"] },
  { en: "South Caucasus", zh: ["南高加索", "高加索", "外高加索"] },
  { en: "Gulf Cooperation Council", zh: ["海湾合作委员会", "海合会"] },
  { en: "Horn of Africa", zh: ["非洲之角"] },
  { en: "ASEAN", zh: ["东盟", "东南亚国家联盟"] },
  { en: "European Union", zh: ["欧盟", "欧洲联盟"] },
  { en: "G7", zh: ["七国集团"] },
  { en: "BRICS", zh: ["金砖"] },
  { en: "Commonwealth of Nations", zh: ["英联邦"] },
];

/** Properties of countries and cities. */
const properties: readonly Term[] = [
  { en: "landlocked", zh: ["内陆"] },
  { en: "bordering", zh: ["接壤", "相邻", "邻国"] },
  { en: "largest", zh: ["最大", "人口最多"] },
  { en: "capital", zh: ["首都"] },
  { en: "territory", zh: ["领土", "属地"] },
];

/** Values that conditions name: states of matter, sizes of airports, ranks of cities. */
const values: readonly Term[] = [
  { en: "gas", zh: ["气体", "气态"] },
  { en: "liquid", zh: ["液体", "液态"] },
  { en: "solid", zh: ["固体", "固态"] },
  { en: "s-block", zh: ["s区"] },
  { en: "p-block", zh: ["p区"] },
  { en: "d-block", zh: ["d区"] },
  { en: "f-block", zh: ["f区"] },
  { en: "large airport", zh: ["大型机场"] },
  { en: "medium airport", zh: ["中型机场"] },
  { en: "national capital", zh: ["国家首都"] },
  { en: "regional capital", zh: ["一级行政区首府"] },
  { en: "district capital", zh: ["二级行政区首府"] },
  { en: "populated place", zh: ["居民点"] },
  { en: "country", zh: ["国家"] },
  { en: "Euro", zh: ["欧元"] },
  { en: "United States dollar", zh: ["美元"] },
  { en: "simple hexagonal", zh: ["简单六方"] },
  { en: "face-centered cubic", zh: ["面心立方"] },
  { en: "body-centered cubic", zh: ["体心立方"] },
];

/** Series of chemical elements. */
const series: readonly Term[] = [
  { en: "noble gas", zh: ["惰性气体", "稀有气体"] },
  { en: "alkali metal", zh: ["碱金属"] },
  { en: "alkaline earth metal", zh: ["碱土金属"] },
  { en: "halogen", zh: ["卤素"] },
  { en: "metalloid", zh: ["类金属", "准金属"] },
  { en: "nonmetal", zh: ["非金属"] },
  { en: "transition metal", zh: ["过渡金属"] },
  { en: "post-transition metal", zh: ["后过渡金属", "贫金属"] },
  { en: "diatomic nonmetal", zh: ["双原子非金属"] },
  { en: "polyatomic nonmetal", zh: ["多原子非金属"] },
  { en: "lanthanide", zh: ["镧系元素", "镧系"] },
  { en: "actinide", zh: ["锕系元素", "锕系"] },
];

/** Parts of the sky and types of what is seen there. */
const sky: readonly Term[] = [
  { en: "far northern sky", zh: ["北天极附近天区"] },
  { en: "northern sky", zh: ["北天"] },
  { en: "equatorial sky", zh: ["天赤道"] },
  { en: "southern sky", zh: ["南天"] },
  { en: "far southern sky", zh: ["南天极附近天区"] },
  { en: "zodiac", zh: ["黄道"] },
  { en: "spiral galaxy", zh: ["旋涡星系", "螺旋星系"] },
  { en: "lenticular galaxy", zh: ["透镜状星系"] },
  { en: "dwarf galaxy", zh: ["矮星系"] },
  { en: "elliptical galaxy", zh: ["椭圆星系"] },
  { en: "irregular galaxy", zh: ["不规则星系"] },
  { en: "galaxy", zh: ["星系"] },
  { en: "galaxy cluster", zh: ["星系团"] },
  { en: "open cluster", zh: ["疏散星团"] },
  { en: "globular cluster", zh: ["球状星团"] },
  { en: "planetary nebula", zh: ["行星状星云"] },
  { en: "supernova remnant", zh: ["超新星遗迹"] },
  { en: "bright nebula", zh: ["亮星云"] },
  { en: "star-forming region", zh: ["恒星形成区"] },
  { en: "reflection nebula", zh: ["反射星云"] },
  { en: "emission nebula", zh: ["发射星云"] },
  { en: "dark nebula", zh: ["暗星云"] },
];

/** Types of computer languages and properties of licences. */
const software: readonly Term[] = [
  { en: "programming language", zh: ["编程语言"] },
  { en: "data format", zh: ["数据格式"] },
  { en: "markup language", zh: ["标记语言"] },
  { en: "prose format", zh: ["文本格式"] },
  { en: "OSI-approved", zh: ["获OSI批准", "OSI批准"] },
];

/** Writing systems. */
const scripts: readonly Term[] = [
  { en: "Latin", zh: ["拉丁文", "拉丁字母"] },
  { en: "Cyrillic", zh: ["西里尔文", "西里尔字母"] },
  { en: "Arabic", zh: ["阿拉伯文", "阿拉伯字母"] },
  { en: "Devanagari", zh: ["天城文"] },
  { en: "Ethiopic", zh: ["埃塞俄比亚文"] },
  { en: "Hebrew", zh: ["希伯来文"] },
  { en: "Bangla", zh: ["孟加拉文"] },
  { en: "Han", zh: ["汉字"] },
  { en: "Thai", zh: ["泰文"] },
  { en: "Tibetan", zh: ["藏文"] },
  { en: "Greek", zh: ["希腊文"] },
  { en: "Myanmar", zh: ["缅甸文"] },
  { en: "Telugu", zh: ["泰卢固文"] },
  { en: "Tamil", zh: ["泰米尔文"] },
  { en: "Mongolian", zh: ["蒙古文"] },
  { en: "Georgian", zh: ["格鲁吉亚文"] },
  { en: "Tifinagh", zh: ["提非纳文"] },
  { en: "Lao", zh: ["老挝文"] },
  { en: "Odia", zh: ["奥里亚文"] },
];

export const terms: readonly Term[] = [
  ...regions,
  ...groups,
  ...properties,
  ...values,
  ...series,
  ...sky,
  ...software,
  ...scripts,
];
