"""What the pictures show, for those who do not see them."""

from __future__ import annotations

from portal.core.i18n import Label
from portal.devtools.scenes.scene import State

PLACES = {
    "estate": Label("小区楼下花坛旁", "by a flower bed below a block of flats", "社區樓下花壇旁"),
    "bin-station": Label("小区垃圾投放点", "at the bins of a housing estate", "社區垃圾投放點"),
    "alley": Label("居民区背巷", "in a back alley", "居民區背巷"),
    "market": Label("农贸市场摊位后面", "behind the stalls of a food market", "農貿市場攤位後面"),
    "school-gate": Label(
        "学校围栏外的人行道", "on the pavement outside a school fence", "學校圍欄外的人行道"
    ),
    "roadside": Label("马路边", "at the roadside", "馬路邊"),
    "under-bridge": Label("高架桥下的空地", "on bare ground under a viaduct", "高架橋下的空地"),
    "vacant-lot": Label("待建空地", "on a vacant lot", "待建空地"),
    "parking": Label("停车场边", "at the edge of a car park", "停車場邊"),
    "river-bank": Label("河道靠岸水面", "on the water at a river bank", "河道靠岸水面"),
    "scenic-path": Label("景区湖边步道", "on a lakeside path", "景區湖邊步道"),
    "village-lane": Label("村道农房墙边", "by a farmhouse wall on a village lane", "村道農房牆邊"),
    "field-edge": Label("田头机耕路边", "on the headland of a field", "田頭機耕路邊"),
    "construction": Label("工地围挡外", "outside the hoarding of a building site", "工地圍擋外"),
    "factory-yard": Label("厂房后的水泥地", "on the concrete behind a factory shed", "廠房後的水泥地"),
}

WASTES = {
    "household": Label(
        "一堆袋装生活垃圾和纸箱", "A heap of rubbish bags and cartons", "一堆袋裝生活垃圾和紙箱"
    ),
    "rubble": Label(
        "一堆砖块、砂浆和涂料桶", "A heap of bricks, mortar and paint buckets", "一堆磚塊、砂漿和塗料桶"
    ),
    "furniture": Label("旧沙发、床垫和衣柜", "An old sofa, a mattress and a wardrobe", "舊沙發、床墊和衣櫃"),
    "appliances": Label(
        "旧冰箱、洗衣机、电视机和轮胎",
        "An old fridge, a washing machine, televisions and tyres",
        "舊冰箱、洗衣機、電視機和輪胎",
    ),
    "tyres": Label("一堆废旧轮胎", "A heap of old tyres", "一堆廢舊輪胎"),
    "drums": Label(
        "几只锈蚀铁桶，地面有渗漏痕迹",
        "Rusty steel drums with a stain around them",
        "幾只鏽蝕鐵桶，地面有滲漏痕跡",
    ),
    "slag": Label("成袋的炉渣和边角料", "Sacks of slag and offcuts", "成袋的爐渣和邊角料"),
    "floating": Label(
        "成片的塑料瓶、泡沫盒等漂浮垃圾",
        "Drifting bottles, foam boxes and bags",
        "成片的塑膠瓶、泡沫盒等漂浮垃圾",
    ),
    "kitchen": Label(
        "翻倒的餐厨垃圾桶和撒了一地的剩菜",
        "An overturned food-waste bin and spilt scraps",
        "翻倒的餐廚垃圾桶和撒了一地的剩菜",
    ),
    "farm-film": Label("废旧农膜和农药瓶", "Torn mulch film and pesticide bottles", "廢舊農膜和農藥瓶"),
    "straw": Label("正在焚烧的秸秆堆", "A smouldering heap of straw", "正在焚燒的秸稈堆"),
    "spilled": Label("渣土车撒落的泥土和碎石", "Soil and gravel lost from a lorry", "渣土車撒落的泥土和碎石"),
    "overflowing": Label(
        "满溢的垃圾桶和桶外的垃圾袋", "Overflowing bins with bags around them", "滿溢的垃圾桶和桶外的垃圾袋"
    ),
    "mixed": Label("混在一起的分类垃圾", "Sorted waste thrown together again", "混在一起的分類垃圾"),
    "medical": Label(
        "黄色垃圾袋和输液瓶等疑似医疗废物",
        "Yellow bags and drip bottles, possibly medical waste",
        "黃色垃圾袋和輸液瓶等疑似醫療廢物",
    ),
    "earth": Label("没有遮盖的土方堆", "An uncovered heap of soil", "沒有遮蓋的土方堆"),
    "foam-crates": Label(
        "泡沫箱、纸箱和烂菜叶", "Foam boxes, cartons and rotten greens", "泡沫箱、紙箱和爛菜葉"
    ),
    "picnic": Label(
        "散落的饮料瓶、餐盒和塑料袋",
        "Scattered bottles, food boxes and plastic bags",
        "散落的飲料瓶、餐盒和塑膠袋",
    ),
}


EVIDENCE = {
    "school-bins": Label(
        "校园四分类垃圾投放点，桶上方有分类说明牌",
        "Four sorting bins with panels above them, at a school",
        "校園四分類垃圾投放點，桶上方有分類說明牌",
    ),
    "sorting-pavilion": Label(
        "小区垃圾分类投放亭，设有四个投放口和洗手池",
        "A sorting house with four hatches and a wash basin, in a housing estate",
        "社區垃圾分類投放亭，設有四個投放口和洗手池",
    ),
    "compost-corner": Label(
        "三只木制堆肥箱，后面是菜地",
        "Three wooden compost boxes before a vegetable bed",
        "三隻木製堆肥箱，後面是菜地",
    ),
    "refill-station": Label(
        "景区步道旁的饮水续杯点",
        "A stand with taps for refilling bottles, beside a path",
        "景區步道旁的飲水續杯點",
    ),
    "corridor-bins": Label(
        "酒店走廊里的两分类垃圾桶和提示牌",
        "A two-part bin and a sign in a hotel corridor",
        "飯店走廊裡的兩分類垃圾桶和提示牌",
    ),
    "canteen-bins": Label(
        "食堂餐具回收处的四分类垃圾桶和光盘行动海报",
        "Four bins at a canteen's tray return, posters behind",
        "食堂餐具回收處的四分類垃圾桶和光盤行動海報",
    ),
    "training-room": Label(
        "布置好的培训室，屏幕上是分类知识讲解",
        "A training room set out for a lesson on sorting",
        "佈置好的培訓室，螢幕上是分類知識講解",
    ),
    "waste-store": Label(
        "分区贮存的废弃物暂存间：纸箱、编织袋和带托盘的铁桶",
        "A store with bays for cardboard, sacks and drums on a tray",
        "分區貯存的廢棄物暫存間：紙箱、編織袋和帶托盤的鐵桶",
    ),
    "ledger-page": Label(
        "手写填报的垃圾分类台账，盖有红章",
        "An open ledger filled in by hand, with a red stamp",
        "手寫填報的垃圾分類臺賬，蓋有紅章",
    ),
    "notice-wall": Label(
        "张贴着通知和台账的公示栏",
        "A notice board with sheets and a ledger pinned up",
        "張貼著通知和臺賬的公示欄",
    ),
}


def caption(place: str, waste: str, state: State) -> Label:
    where, what = PLACES[place], WASTES[waste]
    lower = what.en[0].lower() + what.en[1:]
    match state:
        case State.BEFORE:
            return Label(
                f"{where.zh_Hans}：{what.zh_Hans}",
                f"{what.en} {where.en}",
                f"{where.zh_Hant}：{what.zh_Hant}",
            )
        case State.AFTER:
            return Label(
                f"清理后：{where.zh_Hans}，地面已清扫干净",
                f"Cleaned up: the same spot {where.en}, swept clean",
                f"清理後：{where.zh_Hant}，地面已清掃乾淨",
            )
        case State.AFTER_BAD:
            return Label(
                f"只清了一半：{where.zh_Hans}，仍留有{what.zh_Hans}",
                f"Only half done: some is left of {lower} {where.en}",
                f"只清了一半：{where.zh_Hant}，仍留有{what.zh_Hant}",
            )
