// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Products on the tile registers of AMX; all else is avx512_vnni's. Read once, by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

HWY_PUSH_ATTRIBUTES(OCTET_SIMD_ATTRIBUTES)

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// Whether a product better reads codes as they are. Measured: a copy's rows do not share sets of
/// the nearest cache, which pays where rows are long and often read.
inline bool are_codes_better(const simd_product& p, std::size_t panels) {
  constexpr std::size_t few_panels = 8;
  return p.quads <= near_quads || panels <= few_panels;
}

inline block_weights weights_of(const simd_product& p, row_kind kind, std::size_t panel) {
  const auto starts_in = [&](const simd_panel& first) {
    const auto& starts = kind == row_kind::codes ? first.code_start : first.start;
    return reinterpret_cast<const char*>(starts.data());
  };
  const char* const starts = starts_in(p.out.panels[panel]);
  return {kind, p.weights + panel * static_cast<std::size_t>(p.quads) * 64, starts,
          p.high_plane != 0 ? starts_in(zero_panels[0]) : starts};
}

/// All rows times `panels` neighbouring panels.
template <bool Words>
inline void multiply_tiled_panels(const simd_product& p, const tiling& t, const block_weights& w,
                                  std::size_t panel, std::size_t panels) {
  block_sums sums[2];
  block_walk walk{p, t};
  tile_block before;
  for (std::size_t turn = 0;; turn ^= 1) {
    const tile_block b = walk.next();
    if (b.tiles != 0) multiply_block(p, t, w, b, panels, sums[turn].at);
    // While the tiles are at work, the codes of the block before.
    make_codes<Words>(p.out, t, before, panel, panels, sums[turn ^ 1].at);
    if (b.tiles == 0) return;
    before = b;
  }
}

/// All rows times one, two or four panels, whose codes a Writer makes.
template <class Writer, row_use Rows = row_use::again>
inline void multiply_whole_panels(const simd_product& p, const tiling& t, const block_weights& w,
                                  std::size_t panel) {
  // One block's sums stay in the nearest cache; but codes of four panels would be waited for.
  constexpr std::size_t blocks = Writer::panels == 4 ? 2 : 1;
  block_sums sums[blocks];
  block_walk walk{p, t};
  if constexpr (Writer::panels == 4) walk.most = 1;
  Writer codes(p.out, panel, t);
  for (std::size_t turn = 0;; turn = (turn + 1) % blocks) {
    const tile_block b = walk.next();
    std::uint32_t* const to = sums[turn].at;
    if constexpr (Writer::panels <= 2) {
      if (b.tiles == 2) multiply_block<2, Writer::panels, Rows>(p, t, w, b, to, codes);
    }
    if (b.tiles == 1) multiply_block<1, Writer::panels, Rows>(p, t, w, b, to, codes);
    codes.write_all();
    if (b.tiles == 0) return;
    codes.take(b, to, t.steps);
  }
}

using whole_panels = void (*)(const simd_product&, const tiling&, const block_weights&,
                              std::size_t);

/// Whether four panels go together: whole ones of int8.
inline bool are_four(const simd_product& p, std::size_t panel) {
  const simd_panel* const panels = p.out.panels + panel;
  return p.quads <= near_quads && p.out.contract != simd_contract::int16_by_int8 &&
         (panel + 4) * panel_width <= static_cast<std::size_t>(p.out.channels) &&
         go_by_formula(panels, 4) && go_fastest(panels, 4);
}

/// What multiplies neighbouring panels that have nothing special; null where multiply_tiled_panels
/// has to. Of int16 codes:
inline whole_panels whole_panels_of_words(const simd_product& p, std::size_t panel,
                                          std::size_t panels) {
  const simd_panel* const first = p.out.panels + panel;
  const bool widely = first->way == panel_way::widely, two = panels == 2;
  if (widely) return two ? multiply_whole_panels<word_writer<wide_words, 2> > : nullptr;
  if (!go_by_formula(first, panels)) return nullptr;
  return two ? multiply_whole_panels<word_writer<narrow_words, 2> >
             : multiply_whole_panels<word_writer<narrow_words, 1> >;
}

/// The same of int8 codes.
inline whole_panels whole_panels_of_bytes(const simd_product& p, const tiling& t, std::size_t panel,
                                          std::size_t panels) {
  const simd_panel* const first = p.out.panels + panel;
  if (!go_by_formula(first, panels) || !go_fastest(first, panels)) return nullptr;
  if (panels == 4) return multiply_whole_panels<byte_writer<4> >;
  // Codes are made of two rows of two panels, or four of one.
  if (t.height * panels < 4) return nullptr;
  if (panels == 1) return multiply_whole_panels<byte_writer<1> >;
  return use_of_rows(p) == row_use::once ? multiply_whole_panels<byte_writer<2>, row_use::once>
                                         : multiply_whole_panels<byte_writer<2> >;
}

template <bool Words>
inline whole_panels whole_panels_for(const simd_product& p, const tiling& t, std::size_t panel,
                                     std::size_t panels) {
  if constexpr (Words) {
    if (p.high_plane != 0) return whole_panels_of_words(p, panel, panels);
  }
  return whole_panels_of_bytes(p, t, panel, panels);
}

/// Whether a product is long enough for tiles. Measured: to begin and to end takes 100 ns, in which
/// avx512_vnni does a thousand quads of a panel.
inline bool is_long(const simd_product& p, std::size_t panels) {
  constexpr std::size_t least_quads = 1024;
  return static_cast<std::size_t>(p.rows) * static_cast<std::size_t>(p.quads) * panels >=
         least_quads;
}

/// Whether tiles are full enough: of few quads one takes as long as of sixteen. Measured: from five
/// quads on they pay.
inline bool are_full(const simd_product& p, const tiling& t) {
  return t.height >= 3 && t.quads >= 3 && p.quads >= 5;
}

/// The product on tiles; false where avx512_vnni is faster, or the only one that can, or where
/// codes as they are better came as a copy.
template <row_kind Kind, bool Words>
inline bool multiplied_by_tiles(const simd_product& p) {
  const std::size_t panels = panels_of(p.out.channels);
  if (!is_long(p, panels)) return false;
  if (Kind == row_kind::codes && !are_codes_better(p, panels)) return false;
  const tiling t(p);
  if (!are_full(p, t)) return false;
  const tile_registers registers(t.height, t.quads);
  asm volatile("ldtilecfg %0" ::"m"(registers) : "memory");
  for (std::size_t panel = 0, n = 0; panel < panels; panel += n) {
    n = are_four(p, panel) ? 4 : HWY_MIN(block_panels, panels - panel);
    const block_weights w = weights_of(p, Kind, panel);
    const auto whole = whole_panels_for<Words>(p, t, panel, n);
    whole != nullptr ? whole(p, t, w, panel) : multiply_tiled_panels<Words>(p, t, w, panel, n);
  }
  asm volatile("tilerelease" ::: "memory");
  return true;
}

template <bool Words>
inline void multiply(const simd_product& p) {
  // A call that does nothing takes a tenth of a small row's time.
  if (p.rows > 1 && multiplied_by_tiles<row_kind::biased, Words>(p)) return;
  OCTET_SIMD_PLAIN::multiply<Words>(p);
}

template <class Table, bool Words>
constexpr Table make_kernels() {
  Table k = OCTET_SIMD_PLAIN::kernels<Table, Words>;
  if constexpr (SimdTable<Table, simd_product_kernels>) {
    k.target = simd_target::OCTET_SIMD_NAME;
    k.multiply = multiply<Words>;
    k.multiply_codes = multiplied_by_tiles<row_kind::codes, Words>;
  }
  return k;
}

template <class Table, bool Words>
inline constexpr Table kernels = make_kernels<Table, Words>();

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

HWY_POP_ATTRIBUTES
#undef OCTET_SIMD_ATTRIBUTES
#undef OCTET_SIMD_NAME
#undef OCTET_SIMD_PLAIN

#endif
