// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of real values times packed weights. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// Vectors of a panel, and panels of the widest tile.
inline constexpr std::size_t float_vectors = panel_width / lanes;
inline constexpr std::size_t float_panels = float_vectors == 1 ? 2 : 1;
/// Rows of the tallest tile: its sums, a row's weights and a value fill the registers.
inline constexpr std::size_t float_rows = HWY_MAX_BYTES == 64   ? 12
                                          : HWY_MAX_BYTES == 32 ? 6
                                          : HWY_ARCH_ARM_A64    ? 4
                                                                : 2;
/// Floats of a block of rows that are multiplied by one panel after another: it stays in a
/// second-level cache.
inline constexpr std::size_t float_block = 64 * 1024;

/// Keeps GCC from moving sums to the stack, and from making one operation, rounded once, of a
/// product and a sum.
template <class V>
HWY_INLINE void keep_float([[maybe_unused]] V& v) {
#if defined(__GNUC__) && !defined(__clang__)
#if HWY_ARCH_X86 && HWY_MAX_BYTES == 64
  asm("" : "+v"(v.raw));
#elif HWY_ARCH_X86
  asm("" : "+x"(v.raw));
#elif HWY_ARCH_ARM
  asm("" : "+w"(v.raw));
#endif
#endif
}

/// sum + x * w, both rounded, as the scalar does: every target has the same values.
template <class V>
HWY_INLINE V add_product(V sum, V x, V w) {
  V product = hn::Mul(x, w);
  keep_float(product);
  return hn::Add(sum, product);
}

/// A tile: where its rows and its weights begin.
struct float_tile {
  const float* rows[float_rows];
  float* outputs[float_rows];
  const float* weights;
  std::size_t panel_floats;  ///< panel_floats_of
};

/// clamp_to: what is no number stays, unlike with the minimum and maximum of some targets.
template <class V>
HWY_INLINE V clamp_floats(V x, V low, V high) {
  const V above = hn::IfThenElse(hn::Lt(x, low), low, x);
  return hn::IfThenElse(hn::Gt(above, high), high, above);
}

/// outputs[row][i] = clamp(sums[row][i] + bias[i]) of n channels; rows of sums are `step` apart.
inline void store_floats(const simd_float_product& p, const float_tile& t, std::size_t rows,
                         const float* sums, std::size_t step, std::size_t channel, std::size_t n) {
  const vf low = hn::Set(df(), p.clamp.min), high = hn::Set(df(), p.clamp.max);
  for (std::size_t i = 0; i < n; i += lanes) {
    const vf bias = hn::Load(df(), p.bias + channel + i);
    const bool whole = i + lanes <= n;
    for (std::size_t r = 0; r < rows; ++r) {
      const vf sum = hn::Add(hn::Load(df(), sums + r * step + i), bias);
      const vf real = clamp_floats(sum, low, high);
      float* const out = t.outputs[r] + channel + i;
      if (whole) {
        hn::StoreU(real, df(), out);
      } else {
        alignas(64) float last[lanes];
        hn::Store(real, df(), last);
        __builtin_memcpy(out, last, (n - i) * sizeof(float));
      }
    }
  }
}

/// sums[row][channel] = R rows times V vectors of weights. The tallest tile has more rows than
/// there are registers for addresses: they come in pairs, x_step apart.
template <std::size_t R, std::size_t V>
inline void multiply_float_tile(const simd_float_product& p, const float_tile& t, float* sums) {
  constexpr std::size_t together = R <= 8 ? 1 : 2;
  const float* rows[R / together];
  HWY_UNROLL(16)
  for (std::size_t i = 0; i < R / together; ++i) rows[i] = t.rows[i * together];
  vf acc[R][V];
  HWY_UNROLL(16)
  for (std::size_t r = 0; r < R; ++r) {
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < V; ++v) acc[r][v] = hn::Zero(df());
  }
  const float* from = t.weights;
  const std::size_t panel_floats = t.panel_floats;
  const std::ptrdiff_t x_step = p.x_step;
  for (std::int32_t s = 0; s < p.segments; ++s) {
    const std::ptrdiff_t first = p.offsets[s], last = first + p.size;
    for (std::ptrdiff_t i = first; i < last; ++i, from += panel_width) {
      vf weights[V];
      HWY_UNROLL(8)
      for (std::size_t v = 0; v < V; ++v) {
        weights[v] =
            hn::Load(df(), from + v / float_vectors * panel_floats + v % float_vectors * lanes);
      }
      HWY_UNROLL(16)
      for (std::size_t r = 0; r < R; ++r) {
        const vf x = hn::Set(df(), rows[r / together][r % together == 0 ? i : i + x_step]);
        HWY_UNROLL(8)
        for (std::size_t v = 0; v < V; ++v) {
          acc[r][v] = add_product(acc[r][v], x, weights[v]);
          keep_float(acc[r][v]);
        }
      }
    }
  }
  HWY_UNROLL(16)
  for (std::size_t r = 0; r < R; ++r) {
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < V; ++v) hn::Store(acc[r][v], df(), sums + (r * V + v) * lanes);
  }
}

/// The kernels of a tile of P panels, the lowest first.
using float_kernel = void (*)(const simd_float_product&, const float_tile&, float*);
struct float_shape {
  std::size_t rows;
  float_kernel run;
};
template <std::size_t P>
inline constexpr float_shape float_shapes[] = {
    {2, multiply_float_tile<2, P * float_vectors>},
#if HWY_MAX_BYTES >= 32 || HWY_ARCH_ARM_A64
    {4, multiply_float_tile<4, P * float_vectors>},
#endif
#if HWY_MAX_BYTES == 64
    {8, multiply_float_tile<8, P * float_vectors>},
    {12, multiply_float_tile<12, P * float_vectors>},
#elif HWY_MAX_BYTES == 32
    {6, multiply_float_tile<6, P * float_vectors>},
#endif
};

/// As shapes-inl.hpp's: as many of the tallest as there are, then the lowest that holds the rest
/// and is not taller than all rows.
inline const float_shape& float_shape_for(const simd_float_product& p, std::size_t panels,
                                          std::size_t left) {
  // Rows whose distance is a power of two share few sets of the first-level cache: of 12 ways.
  const bool pairs = (p.width % 2 == 0 || p.width == p.rows) && p.x_step % 512 != 0;
  const std::size_t most = HWY_MIN(static_cast<std::size_t>(p.rows), pairs ? float_rows : 8);
  const float_shape* const shapes = panels == 1 ? float_shapes<1> : float_shapes<float_panels>;
  const float_shape* best = shapes;
  for (const float_shape* s = shapes; s != shapes + sizeof(float_shapes<1>) / sizeof(*s); ++s) {
    if (s->rows <= most && best->rows < left) best = s;
  }
  return *best;
}

/// Points the tile at rows [m, m + n).
HWY_INLINE void find_float_rows(const simd_float_product& p, std::size_t m, std::size_t n,
                                float_tile& t) {
  const auto width = static_cast<std::size_t>(p.width);
  const auto y = static_cast<std::ptrdiff_t>(m / width);
  auto x = static_cast<std::int32_t>(m % width);
  const float* line = p.input + y * p.y_step;
  float* out = p.output + y * p.out_y_step;
  for (std::size_t r = 0; r < n; ++r) {
    t.rows[r] = line + x * p.x_step;
    t.outputs[r] = out + x * p.out_x_step;
    if (++x == p.width) {
      x = 0;
      line += p.y_step;
      out += p.out_y_step;
    }
  }
}

/// Floats from a panel's weights to the next one's.
HWY_INLINE std::size_t panel_floats_of(const simd_float_product& p) {
  return static_cast<std::size_t>(p.segments) * static_cast<std::size_t>(p.size) * panel_width;
}

/// Rows [first, last) times `panels` neighbouring panels.
inline void multiply_float_panels(const simd_float_product& p, std::size_t panel,
                                  std::size_t panels, std::size_t first, std::size_t last) {
  float_tile t;
  t.panel_floats = panel_floats_of(p);
  t.weights = p.weights + panel * t.panel_floats;
  const std::size_t channel = panel * panel_width, width = panels * panel_width;
  const std::size_t n = HWY_MIN(static_cast<std::size_t>(p.channels) - channel, width);
  alignas(64) float sums[float_rows * float_panels * panel_width];
  for (std::size_t m = first; m < last;) {
    const float_shape& shape = float_shape_for(p, panels, last - m);
    // The last tile reaches back over rows that are done: they get the same values again.
    m = HWY_MIN(m, static_cast<std::size_t>(p.rows) - shape.rows);
    find_float_rows(p, m, shape.rows, t);
    shape.run(p, t, sums);
    store_floats(p, t, shape.rows, sums, width, channel, n);
    m += shape.rows;
  }
}

/// One row times so many panels that their sums need not wait for each other.
inline void multiply_float_row(const simd_float_product& p) {
  constexpr std::size_t most = 8 / float_vectors, some = most / 2;
  const std::size_t panels = panels_of(p.channels);
  float_tile t;
  t.rows[0] = p.input;
  t.outputs[0] = p.output;
  t.panel_floats = panel_floats_of(p);
  alignas(64) float sums[most * panel_width];
  for (std::size_t panel = 0; panel < panels;) {
    const std::size_t left = panels - panel, n = left >= most ? most : left >= some ? some : 1;
    const float_kernel run = n == most   ? multiply_float_tile<1, most * float_vectors>
                             : n == some ? multiply_float_tile<1, some * float_vectors>
                                         : multiply_float_tile<1, float_vectors>;
    t.weights = p.weights + panel * t.panel_floats;
    run(p, t, sums);
    const std::size_t channel = panel * panel_width, width = n * panel_width;
    store_floats(p, t, 1, sums, width, channel,
                 HWY_MIN(static_cast<std::size_t>(p.channels) - channel, width));
    panel += n;
  }
}

inline void multiply_floats(const simd_float_product& p) {
  if (p.rows <= 0 || p.channels <= 0) return;
  if (p.rows == 1) return multiply_float_row(p);
  const auto rows = static_cast<std::size_t>(p.rows);
  const auto depth = static_cast<std::size_t>(p.segments) * static_cast<std::size_t>(p.size);
  const std::size_t block =
      HWY_MAX(float_block / HWY_MAX(depth, std::size_t{1}) / 12, std::size_t{1}) * 12;
  const std::size_t panels = panels_of(p.channels);
  for (std::size_t m = 0; m < rows; m += block) {
    const std::size_t last = HWY_MIN(m + block, rows);
    for (std::size_t panel = 0; panel < panels;) {
      const std::size_t n = HWY_MIN(panels - panel, float_panels);
      multiply_float_panels(p, panel, n, m, last);
      panel += n;
    }
  }
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
